"use strict";
(() => {
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const block = byId("ledger-data");
  const data = block ? JSON.parse(block.textContent) : null;
  const rows = [...document.querySelectorAll("tr.statement")];

  const lang = () => (root.lang === "en" ? "en" : "zh");
  const say = (key, values = {}) =>
    data.texts[key][lang()].replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
  const made = (tag, name, text) => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    if (text !== undefined) element.textContent = text;
    return element;
  };

  // The tables count code points, JavaScript counts UTF-16 units: texts are cut as arrays of code points.
  const SIDES = { clean: [0, 1], raw: [2, 3] };
  const place = (statement, side) => statement[side] ?? statement.clean;
  const cut = new Map();
  const points = (statement, side) => {
    const key = `${statement.passage} ${side}`;
    if (!cut.has(key)) {
      const passage = data.passages[statement.passage];
      const [begins, text] = SIDES[side];
      cut.set(key, [passage[begins], Array.from(passage[text] ?? passage[SIDES.clean[1]])]);
    }
    return cut.get(key);
  };
  const slice = (statement, side, start, end) => {
    const [begins, text] = points(statement, side);
    return text.slice(Math.max(0, start - begins), end - begins).join("");
  };

  // One passage: the paragraph, the sentence, and in it the number.
  const passage = (statement, side) => {
    const [first, last, start, end] = place(statement, side);
    const box = made("blockquote", "passage");
    box.lang = "zh";
    const sentence = made("span", "sentence");
    sentence.append(slice(statement, side, first, start), made("mark", "", slice(statement, side, start, end)),
      slice(statement, side, end, last));
    const [begins, text] = points(statement, side);
    box.append(slice(statement, side, begins, first), sentence, slice(statement, side, last, begins + text.length));
    return box;
  };

  const detail = (statement, plan) => {
    const cell = made("td");
    cell.colSpan = 8;
    const path = made("p", "path", data.headings[statement.heading]);
    path.lang = "zh";
    const pair = made("div", "pair");
    for (const side of ["clean", "raw"]) {
      const [, , start, end] = place(statement, side);
      const part = made("div", side);
      const head = made("h4", "", `${say(side)} · ${say("characters", { start, end })}`);
      if (side === "raw" && statement.page) {
        const file = data.files[plan];
        const page = made(file ? "a" : "span", "", say("page", { page: statement.page }));
        if (file) page.href = `${file}#page=${statement.page}`;
        head.append(" · ", page);
      }
      part.append(head, passage(statement, side));
      pair.append(part);
    }
    cell.append(path, pair);
    return cell;
  };

  const statementOf = new Map(rows.map((row, number) => [row, data.statements[number]]));
  const detailOf = new Map();
  const show = (row, open) => {
    row.classList.toggle("open", open);
    row.querySelector("button").setAttribute("aria-expanded", String(open));
    if (detailOf.has(row)) detailOf.get(row).remove();
    detailOf.delete(row);
    if (open) {
      const below = made("tr", "detail");
      below.append(detail(statementOf.get(row), row.dataset.plan));
      row.after(below);
      detailOf.set(row, below);
    }
  };

  // What stands in many rows alike is in the page once: the words of the choices, in both languages.
  const both = (texts) => texts.zh === texts.en ? [texts.zh] : ["zh", "en"].map((one) => {
    const part = made("span", "t", texts[one]);
    part.lang = one;
    return part;
  });
  const WORDED = { plan: 1, kind: 6, doubt: 7 };
  const write = () => {
    const words = {};
    for (const name of Object.keys(WORDED)) {
      words[name] = new Map([...byId(name).options].map((option) => [option.value, option.dataset]));
    }
    for (const row of rows) {
      const open = made("button", "open", "▸");
      open.type = "button";
      open.setAttribute("aria-expanded", "false");
      row.children[0].append(open);
      for (const [name, place] of Object.entries(WORDED)) {
        const value = row.dataset[name];
        if (value) row.children[place].prepend(...both(words[name].get(value)), " ");
      }
      if ("unstated" in row.dataset) {
        const end = made("small");
        end.append(...both(data.texts.period_end));
        row.children[5].append(" ", end);
      }
    }
  };

  const searched = new Map();
  const choices = ["plan", "kind", "year", "doubt"];
  const fields = ["q", ...choices];
  const MOST = 1000; // rows at a time: to lay out thousands takes a browser many seconds
  let whole = false;
  const filter = () => {
    const words = byId("q").value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = choices.map((name) => [name, byId(name).value]).filter(([, value]) => value);
    let found = 0;
    for (const row of rows) {
      const fits = chosen.every(([name, value]) => row.dataset[name] === (value === "-" ? "" : value)) &&
        words.every((word) => searched.get(row).includes(word));
      found += fits;
      row.hidden = !fits || (found > MOST && !whole && !detailOf.has(row));
      if (detailOf.has(row)) detailOf.get(row).hidden = !fits;
    }
    const cut = found > MOST && !whole;
    byId("count").textContent = say(cut ? "shown_first" : "shown", { shown: cut ? MOST : found, found, all: rows.length });
    byId("whole").hidden = !cut;
  };

  const translate = () => {
    for (const option of document.querySelectorAll("option[data-zh]")) option.textContent = option.dataset[lang()];
    if (!data) return;
    for (const row of rows) row.querySelector("button").setAttribute("aria-label", say("open"));
    filter();
    for (const row of [...detailOf.keys()]) show(row, true);
  };

  const readHash = () => {
    const given = new URLSearchParams(location.hash.slice(1));
    if (["zh", "en"].includes(given.get("lang"))) root.lang = given.get("lang");
    if (data) {
      for (const name of fields) if (given.has(name)) byId(name).value = given.get(name);
    }
    translate();
    const opened = data && given.has("open") ? rows.find((row) => row.id === given.get("open")) : null;
    if (opened) {
      show(opened, true);
      filter();
      // laid out before its font is there, a text of thousands of characters is looked up one by one; rows before the
      // one that is opened get their height as they come into sight
      const scroll = (times) => {
        opened.scrollIntoView();
        if (times) requestAnimationFrame(() => scroll(times - 1));
      };
      document.fonts.load("1em 'policylab Han'", opened.textContent).then(() => scroll(2));
    }
  };

  const writeHash = () => {
    const state = new URLSearchParams();
    for (const name of fields) if (byId(name).value) state.set(name, byId(name).value);
    history.replaceState(null, "", `#${state.toString() || "ledger"}`);
  };

  if (data) {
    write();
    for (const row of rows) {
      const statement = statementOf.get(row);
      const cells = [2, 3, 4].map((place) => row.children[place].textContent);
      const [first, last] = statement.clean;
      searched.set(row, [...cells, slice(statement, "clean", first, last), data.headings[statement.heading]].join("\n").toLowerCase());
      row.addEventListener("click", (event) => {
        if (event.target.closest("button") || !String(getSelection())) show(row, !row.classList.contains("open"));
      });
    }
    byId("whole").addEventListener("click", () => {
      whole = true;
      filter();
    });
    byId("filters").addEventListener("submit", (event) => event.preventDefault());
    for (const name of fields) {
      byId(name).addEventListener("input", () => {
        filter();
        writeHash();
      });
    }
  }
  byId("switch").addEventListener("click", () => {
    root.lang = lang() === "zh" ? "en" : "zh";
    translate();
  });
  window.addEventListener("hashchange", readHash);
  readHash();
})();
