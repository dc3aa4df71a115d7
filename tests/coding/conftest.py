import pandas as pd
import pytest

from policylab import Corpus
from policylab.coding import directive_sentences, read_scheme

TASKS = ["建设渔港监控平台。", "鼓励渔民使用云上记账软件。", "在两个渔港开展无人船试点。", "市财政每年安排300万元补助。",
         "出台无人船航行管理办法。", "编制渔业数据目录并向社会开放。"]  # fmt: skip


@pytest.fixture(scope="session")
def harbours():
    """Two plans of twelve sections each, one sentence of each kind in every second section."""
    texts = {}
    for name in ("old", "new"):
        parts = ["一、总体要求", "坚持陆海统筹。", "二、主要任务"]
        for number in range(12):
            parts += [f"({'一二三四五六七八九十'[number] if number < 10 else '十一' if number == 10 else '十二'})任务",
                      "".join(TASKS[(number + place) % 6] for place in range(3))]  # fmt: skip
        texts[name] = "\n".join(parts)
    years = {"old": {"period_start": 2016, "period_end": 2020}, "new": {"period_start": 2021, "period_end": 2025}}
    return Corpus.from_texts(texts, variables=years)


@pytest.fixture(scope="session")
def sentences(harbours):
    return directive_sentences(harbours)


@pytest.fixture(scope="session")
def scheme():
    return read_scheme("instruments")


CODES = dict(zip(TASKS, ("service", "application", "pilot", "funding", "regulation", "information"), strict=True))


@pytest.fixture(scope="session")
def codes():
    """The right code of each of the six sentences, in the order of service, application, pilot, funding, …"""
    return CODES


@pytest.fixture
def sheet(tmp_path, sentences):
    """Write a filled-in sheet; change it by a function of the frame."""

    def write(name="A.csv", change=None, codes=CODES):
        frame = pd.DataFrame({"unit": sentences["unit"], "section": sentences["path"], "sentence": sentences["sentence"]})
        frame["code"], frame["note"] = [codes[text] for text in frame["sentence"]], ""
        frame = frame if change is None else change(frame)
        path = tmp_path / name
        if name.endswith(".xlsx"):
            frame.to_excel(path, index=False)
        else:
            path.write_text(frame.to_csv(index=False), encoding="utf-8")
        return path

    return write
