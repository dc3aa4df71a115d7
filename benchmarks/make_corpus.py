"""Make a corpus of any size: plans put together from the sections of the five sources, varied by a seed.

Run with `python benchmarks/make_corpus.py FOLDER --number 1000 [--characters 5000] [--seed 0] [--texts]`. It writes
one text file a plan (one in ten in GB 18030, the others in UTF-8) and `catalogue.csv`; with `--texts`, one
`catalogue.parquet` that holds the texts themselves. The same seed and number give the same bytes.

These plans say nothing: towns, years and numbers are drawn by lot. They are for measuring time and memory, never data.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import policylab

TOWNS = ("青石", "白河", "云岭", "南浦", "东陵", "西泽", "北屏", "金川", "玉山", "临江", "长渡", "安澜")
KINDS = ("智慧城市建设", "数字经济发展", "新型基础设施建设", "政务服务优化", "城市更新", "产业园区建设")
ORDINALS = "一二三四五六七八九十"
GB18030_EVERY = 10
_NUMBER = re.compile(r"(?<![0-9A-Za-z.])[1-9][0-9]{0,5}(?:\.[0-9]{1,2})?(?![0-9A-Za-z.])")
_TOWN = re.compile("天津|滨海|津门")
_HEAD = re.compile(r"^[^\n]*\n?")


@dataclass(frozen=True)
class SyntheticPlan:
    """A plan that nobody wrote."""

    id: str
    title: str
    period_start: int
    period_end: int
    text: str


def make_plans(number: int, *, characters: int = 5000, seed: int = 0) -> Iterator[SyntheticPlan]:
    """Plans of about so many characters, one after the other; the n-th is the same however many are made."""
    pieces = read_pieces()
    for index in range(number):
        yield _make_plan(index, pieces, characters, random.Random(f"{seed}/{index}"))


def read_pieces() -> list[tuple[str, str]]:
    """Title and text, as they stand in the source, of every section that holds text of its own."""
    pieces = []
    for source in policylab.load_corpus().sources:
        sections, paragraphs = source.outline
        own: dict[str, list[str]] = {}
        for paragraph in paragraphs:
            if paragraph.role in ("body", "agencies"):
                first, last = source.raw_span(paragraph.start, paragraph.end)
                own.setdefault(paragraph.section, []).append(" ".join(source.raw[first:last].split()))
        for section in sections:
            lines = own.get(section.section, [])
            if section.title and lines and 80 <= sum(map(len, lines)) <= 2500:
                pieces.append((section.title, "\n".join(lines)))
    return pieces


def _make_plan(index: int, pieces: list[tuple[str, str]], characters: int, rng: random.Random) -> SyntheticPlan:
    town, kind = rng.choice(TOWNS) + "市", rng.choice(KINDS)
    begin = rng.randint(2011, 2026)
    end = begin + rng.randint(2, 5)
    title = f"{town}{kind}规划（{begin}—{end}年）"
    parts, length, chapter, item = [title], len(title), 0, 0
    while length < characters:
        head, body = rng.choice(pieces)
        if chapter == 0 or (item >= 4 and chapter < len(ORDINALS)):
            chapter, item = chapter + 1, 0
            parts.append(f"{ORDINALS[chapter - 1]}、{rng.choice(pieces)[0][:20]}")
        item = item % len(ORDINALS) + 1
        body = _NUMBER.sub(lambda found: _vary(found[0], begin, rng), _TOWN.sub(town[:2], body))
        parts.append(f"（{ORDINALS[item - 1]}）{head[:30]}\n{body[: max(200, characters - length)]}")
        length += len(parts[-1]) + 1
    return SyntheticPlan(f"plan-{index:06d}", title, begin, end, "\n".join(parts) + "\n")


def _vary(number: str, begin: int, rng: random.Random) -> str:
    """Another number of the same length; a year stays a year."""
    if len(number) == 4 and number[:2] == "20":
        return str(begin + rng.randint(0, 5))
    return str(rng.randint(1, 9)) + "".join(str(rng.randint(0, 9)) if c.isdigit() else c for c in number[1:])


def write_files(folder: Path, plans: Iterator[SyntheticPlan]) -> Path:
    """One file a plan, and the catalogue that names them."""
    (folder / "plans").mkdir(parents=True, exist_ok=True)
    path = folder / "catalogue.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["id", "path", "title", "period_start", "period_end"])
        for index, plan in enumerate(plans):
            encoding = "gb18030" if index % GB18030_EVERY == GB18030_EVERY - 1 else "utf-8"
            name = f"plans/{plan.id}.txt"
            (folder / name).write_bytes(plan.text.encode(encoding))
            rows.writerow([plan.id, name, plan.title, plan.period_start, plan.period_end])
    return path


def write_texts(folder: Path, plans: Iterator[SyntheticPlan]) -> Path:
    """One Parquet file with the texts, written a thousand plans at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "catalogue.parquet"
    schema = pa.schema([("id", pa.string()), ("text", pa.string()), ("title", pa.string()),
                        ("period_start", pa.int32()), ("period_end", pa.int32())])  # fmt: skip
    with pq.ParquetWriter(path, schema) as writer:
        rows: list[dict] = []
        for plan in plans:
            rows.append({name: getattr(plan, name) for name in schema.names})
            if len(rows) == 1000:
                writer.write_table(pa.Table.from_pylist(rows, schema=schema))
                rows = []
        if rows:
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--number", type=int, default=1000)
    parser.add_argument("--characters", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--texts", action="store_true", help="the texts in one Parquet file")
    options = parser.parse_args()
    plans = make_plans(options.number, characters=options.characters, seed=options.seed)
    print((write_texts if options.texts else write_files)(options.folder, plans))


if __name__ == "__main__":
    main()
