"""Intrusion sheets: people judge whether topics hold together, and policylab scores what they filled in."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from policylab.checks import as_list, check_choice, check_int, check_path, check_seed
from policylab.errors import PolicylabError, SourceError
from policylab.files import sha256_bytes, write_bytes, write_text
from policylab.resources import load_toml
from policylab.resources._translation import LANGUAGES
from policylab.stats import Clusters, accuracy_interval, krippendorff_alpha
from policylab.text import read_spreadsheet
from policylab.text._workbooks import add_sheet, new_workbook, take_only, workbook_bytes
from policylab.topics._model import N_TOP, TopicModel, rank_terms
from policylab.topics._prevalence import check_fitted

TASKS = {"word": 6, "topic": 4}  # and the options of an item
FLOOR = 0.001


@dataclass(frozen=True)
class IntrusionScore:
    """What raters found.

    Attributes
    ----------
    summary : DataFrame
        task, raters, items, answers, precision, low, high (`policylab.stats.accuracy_interval` over
        items; missing with fewer than 10), alpha (Krippendorff's, nominal), log_odds (mean
        topic log odds of the topic task), chance (precision of a guess).
    topics : DataFrame
        task, topic, answers, precision, low, high.
    items : DataFrame
        task, item, topic, answers, precision.
    """

    summary: pd.DataFrame
    topics: pd.DataFrame
    items: pd.DataFrame


def write_intrusion(model: TopicModel, folder: str | Path, *, items: int = 3, random_state: int = 0,
                    lang: str = "zh") -> dict[str, Path]:
    """Write sheets for word intrusion and topic intrusion (Chang et al. 2009), and their sealed key.

    Word intrusion: five of the ten top terms of a topic, and an intruder that is rare in it and a top term of another
    topic. Topic intrusion: a paragraph, its three largest topics, and one of its smallest. The key is a file of its
    own; its SHA-256 stands in the sheets, so that nobody needs to wonder whether it was changed afterwards.

    Parameters
    ----------
    model : TopicModel
        A fitted model of at least four topics.
    folder : path
        Where to write ``word-intrusion.xlsx``, ``topic-intrusion.xlsx`` and ``key.json``. Give each rater a copy of
        the two sheets, and keep the key.
    items : int
        Items for each topic.
    random_state : int
    lang : {"zh", "en"}
        Language of the instructions.

    Returns
    -------
    dict of str to Path
        ``word``, ``topic`` and ``key``.

    Examples
    --------
    >>> import policylab, tempfile
    >>> from policylab.topics import TopicModel, write_intrusion
    >>> model = TopicModel(6).fit(policylab.load_corpus())
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     sorted(path.name for path in write_intrusion(model, folder, items=2).values())
    ['key.json', 'topic-intrusion.xlsx', 'word-intrusion.xlsx']
    """
    check_fitted(model)
    check_path("folder", folder)
    check_choice("lang", lang, LANGUAGES)
    check_int("items", items, 1)
    if len(model.topics_) < TASKS["topic"]:
        raise PolicylabError(f"The topic task shows four topics, and the model has {len(model.topics_)}. Fit more.")
    rng = np.random.default_rng(check_seed(random_state))
    sheets = {"word": _word_items(model, items, rng), "topic": _topic_items(model, items, rng)}
    key = {task: {row["item"]: {"topic": row["topic"], "answer": row["place"], "log_shares": row.get("log_shares")}
                  for row in rows} for task, rows in sheets.items()}
    sealed = json.dumps(key, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    folder = Path(folder)
    paths = {"key": folder / "key.json"}
    digest = write_text(paths["key"], sealed)
    for task, rows in sheets.items():
        paths[task] = folder / f"{task}-intrusion.xlsx"
        _write_sheet(paths[task], task, rows, digest, lang)
    return paths


def score_intrusion(sheets: Iterable[str | Path], key: str | Path) -> IntrusionScore:
    """Score intrusion sheets that raters filled in, one file a rater and task.

    Parameters
    ----------
    sheets : iterable of paths
        Filled-in copies of the sheets, of both tasks or of one.
    key : path
        The ``key.json`` that was written with them.

    Returns
    -------
    IntrusionScore

    Raises
    ------
    PolicylabError
        If a sheet belongs to another key, or has an answer that is no option.
    """
    check_path("key", key)
    try:
        sealed = Path(key).read_bytes()
    except OSError as error:
        raise SourceError(f"The key {key} cannot be read: {error.strerror}.") from None
    digest = sha256_bytes(sealed)
    answers: dict[str, list[dict]] = {task: [] for task in TASKS}
    for path in as_list("sheets", sheets, "a list of paths"):
        check_path("sheets", path)
        task, found = _read_sheet(Path(path), digest)
        answers[task].append(found)
    summary, topics, items = [], [], []
    for task, raters in answers.items():
        if raters:
            _score_task(task, raters, json.loads(sealed)[task], summary, topics, items)
    if not summary:
        raise PolicylabError("There is no sheet to score. Give the paths of the filled-in sheets.")
    return IntrusionScore(pd.DataFrame(summary), pd.DataFrame(topics), pd.DataFrame(items))


def _word_items(model: TopicModel, items: int, rng: np.random.Generator) -> list[dict]:
    order = rank_terms(model.topic_term_, model.vocabulary_)[:, :N_TOP]
    rows = []
    for k, own in enumerate(order):
        rare = model.topic_term_[k] <= np.median(model.topic_term_[k])
        others = sorted({int(i) for j, row in enumerate(order) if j != k for i in row if rare[i]} - set(own.tolist()))
        if not others:
            # terms that every topic uses: the rarest of the other topics' top terms
            pool = sorted({int(i) for row in order for i in row} - set(own.tolist()))
            others = sorted(pool, key=lambda i: (model.topic_term_[k, i], i))[:3]
        for _ in range(items):
            intruder = int(rng.choice(others))
            shown, place = _mixed(rng.choice(own, size=5, replace=False).tolist(), intruder, rng)
            rows.append({"topic": k + 1, "options": [model.vocabulary_[i] for i in shown], "place": place})
    return _shuffled("W", rows, rng)


def _topic_items(model: TopicModel, items: int, rng: np.random.Generator) -> list[dict]:
    terms = model.topics_["top_terms"].str.split("、").str[:8].str.join("、").tolist()
    best = model.examples(n=items)
    place = {name: i for i, name in enumerate(model.documents_["document"])}
    rows = []
    for example in best.itertuples():
        shares = model.document_topic_[place[example.document]]
        by_share = np.lexsort((np.arange(len(shares)), -shares))
        lowest = np.flatnonzero(shares == shares[by_share[3:]].min())
        intruder = int(rng.choice(lowest[~np.isin(lowest, by_share[:3])]))
        shown, number = _mixed(by_share[:3].tolist(), intruder, rng)
        rows.append({"topic": example.topic, "text": example.text, "options": [terms[i] for i in shown], "place": number,
                     "log_shares": [round(float(np.log(max(shares[i], FLOOR))), 6) for i in shown]})
    return _shuffled("T", rows, rng)


def _mixed(shown: list[int], intruder: int, rng: np.random.Generator) -> tuple[list[int], int]:
    """The options in a random order, and which of them is the intruder."""
    shown = [[*shown, intruder][i] for i in rng.permutation(len(shown) + 1)]
    return shown, shown.index(intruder) + 1


def _shuffled(prefix: str, rows: list[dict], rng: np.random.Generator) -> list[dict]:
    return [rows[i] | {"item": f"{prefix}{n:02d}"} for n, i in enumerate(rng.permutation(len(rows)), start=1)]


def _write_sheet(path: Path, task: str, rows: list[dict], digest: str, lang: str) -> None:
    texts = {name: said[lang] for name, said in load_toml("topic_labels.toml")["intrusion"].items()}
    options = TASKS[task]
    header = [texts["item"], *([texts["text"]] if task == "topic" else []),
              *(f"{texts['option']} {i}" for i in range(1, options + 1)), texts["answer"]]
    items = [[row["item"], *([row["text"]] if task == "topic" else []), *row["options"], None] for row in rows]
    widths = [8, *(70 if name == texts["text"] else 22 for name in header[1:])]
    book = new_workbook()
    sheet = add_sheet(book, task, [[texts[task]], [texts["key"], digest], header, *items], widths=widths, freeze="B4")
    take_only(sheet, len(header), 4, len(rows) + 3, type="whole", operator="between", formula1="1", formula2=str(options))
    write_bytes(path, workbook_bytes(book))


def _read_sheet(path: Path, digest: str) -> tuple[str, dict[str, int | None]]:
    (task, sheet), *_ = read_spreadsheet(path).items()  # with the instruction as its head
    if task not in TASKS:
        raise PolicylabError(f"{path} is no intrusion sheet. Give a copy of word-intrusion.xlsx or topic-intrusion.xlsx.")
    if sheet.iloc[:1, 1:2].to_numpy().tolist() != [[digest]]:
        raise PolicylabError(f"The sheet {path} belongs to another key. Score it with the key.json written with it.")
    found, options = {}, TASKS[task]
    for row in sheet[sheet.iloc[:, 0] != ""].iloc[2:].itertuples(index=False):
        answer = row[-1].strip()
        if answer and not (answer.isdigit() and 1 <= int(answer) <= options):
            raise PolicylabError(f"Item {row[0]} in {path} has the answer {answer}; expected 1 to {options}, or nothing.")
        found[row[0]] = int(answer) if answer else None
    return task, found


def _score_task(task: str, raters: list[dict], key: dict, summary: list, topics: list, items: list) -> None:
    rows = []
    for item, solution in key.items():
        given = [rater.get(item) for rater in raters]
        for answer in given:
            if answer is not None:
                odds = solution["log_shares"]
                rows.append({"item": item, "topic": solution["topic"], "hit": answer == solution["answer"],
                             "odds": odds[solution["answer"] - 1] - odds[answer - 1] if odds else np.nan})
    frame = pd.DataFrame(rows, columns=["item", "topic", "hit", "odds"])
    summary.append({
        "task": task, "raters": len(raters), "items": len(key), **_precision(frame),
        "alpha": krippendorff_alpha([[rater.get(item) for item in key] for rater in raters]),
        "log_odds": frame["odds"].mean() if task == "topic" else np.nan, "chance": 1 / TASKS[task],
    })
    topics += [{"task": task, "topic": topic, **_precision(answers)} for topic, answers in frame.groupby("topic")]
    for (item, topic), hits in frame.groupby(["item", "topic"])["hit"]:
        items.append({"task": task, "item": item, "topic": topic, "answers": len(hits), "precision": hits.mean()})


def _precision(answers: pd.DataFrame) -> dict:
    """Precision, with its interval over items: raters of one item find it easy or hard together."""
    (low,), (high,) = accuracy_interval(Clusters.grouped(1 - answers["hit"], answers["item"]))
    return {"answers": len(answers), "precision": answers["hit"].mean(), "low": low, "high": high}
