(() => {
  for (const box of document.querySelectorAll(".searchable:not([data-ready])")) {
    box.dataset.ready = "yes";
    const body = box.querySelector("tbody");
    const rows = [...body.rows];
    const searched = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
    const filter = () => {
      const words = box.querySelector("input").value.toLowerCase().split(/\s+/).filter(Boolean);
      for (const row of rows) row.hidden = !words.every((word) => searched.get(row).includes(word));
      const shown = rows.filter((row) => !row.hidden).length;
      box.querySelector("output").textContent = box.dataset.shown.replace("{shown}", shown).replace("{all}", rows.length);
    };
    const sort = (column, down) => {
      const key = (row) => row.cells[column].textContent;
      const compare = (one, two) => {
        const numbers = [Number(key(one)), Number(key(two))];
        return numbers.some(Number.isNaN) ? key(one).localeCompare(key(two), "zh") : numbers[0] - numbers[1];
      };
      body.replaceChildren(...rows.sort((one, two) => (down ? compare(two, one) : compare(one, two))));
    };
    [...box.querySelectorAll("th")].forEach((head, column) => {
      head.style.cursor = "pointer";
      head.addEventListener("click", () => sort(column, (head.dataset.down = head.dataset.down === "no" ? "yes" : "no") === "yes"));
    });
    box.querySelector("input").addEventListener("input", filter);
    filter();
  }
})();
