"""Small plans of many kinds, catalogues that name them, and what a run left behind."""

from __future__ import annotations

import csv
import hashlib
import sys
from pathlib import Path

import pytest

pytest.importorskip("pyarrow", reason="batch runs write Parquet: pip install pyarrow")

TOWNS = ("青石", "白河", "云岭", "南浦")


def plan_text(number: int) -> str:
    """A plan of a few paragraphs, no two alike."""
    town = TOWNS[number % len(TOWNS)]
    return (
        f"{town}市智慧城市建设规划（2021—2025年）\n一、发展目标\n到2025年，建成5G基站{number + 3}万个，"
        f"关键工序数控化率超过{50 + number}%。\n二、主要任务\n（一）建设数据中心。推进{town}数据中心和工业互联网建设，"
        f"引进企业{10 * number + 7}家。（责任单位：市工业和信息化局、市发展改革委）\n（二）发展数字经济。"
        + "支持数字经济和智慧医疗，完善网络安全保障。" * (number % 3 + 1)
    )


@pytest.fixture(scope="session")
def texts() -> list[dict]:
    """Twenty-four documents in two groups."""
    return [
        {"id": f"plan-{n:02d}", "text": plan_text(n), "group": "2021" if n % 2 else "2015", "period_end": 2025}
        for n in range(24)
    ]


@pytest.fixture
def catalogue(tmp_path, texts):
    """Write the documents as files with a CSV that names them; give its path."""

    def write(documents: list[dict] | None = None, *, encodings=("utf-8",), **extra: str) -> Path:
        folder = tmp_path / "catalogue"
        (folder / "plans").mkdir(parents=True, exist_ok=True)
        path = folder / "catalogue.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["id", "path", "group", "period_end"])
            for place, document in enumerate(texts if documents is None else documents):
                name = f"plans/{place:02d}.txt"
                (folder / name).write_bytes(document["text"].encode(encodings[place % len(encodings)]))
                rows.writerow([document["id"], name, document.get("group", ""), document.get("period_end", "")])
            for name, file_name in extra.items():
                rows.writerow([name, file_name, "", ""])
        return path

    return write


def _digests(out: Path) -> dict[str, str]:
    paths = sorted(path for path in Path(out).rglob("*") if path.is_file() and path.name != ".lock")
    return {str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


@pytest.fixture(scope="session")
def digests():
    """The sha256 of every file that a run left, by its name."""
    return _digests


@pytest.fixture
def deadly(tmp_path, monkeypatch):
    """A segmenter that ends its process on a paragraph with 致命, for good."""
    folder = tmp_path / "modules"
    folder.mkdir()
    (folder / "deadly_segmenter.py").write_text(
        "import os\nfrom policylab.words import Segmenter\n"
        "class DeadlySegmenter(Segmenter):\n"
        "    def tokens(self, text):\n"
        "        if '致命' in text:\n"
        "            os._exit(1)\n"
        "        return super().tokens(text)\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(str(folder))
    # the processes that work find it there, too
    monkeypatch.setenv("PYTHONPATH", str(folder))
    import deadly_segmenter

    yield deadly_segmenter.DeadlySegmenter(engine="rjieba")
    sys.modules.pop("deadly_segmenter", None)
