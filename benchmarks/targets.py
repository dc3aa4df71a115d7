"""Speed and accuracy of the ledger, with Microsoft's Recognizers-Text (Chinese) beside it on the same text.

    python benchmarks/targets.py [--characters 20000] [--repeat 5] [--documents DIR]

With --documents, the speed on a reader's own documents is measured beside that of the four plans: a work report has
ten times as many numbers a page as a plan, and takes longer.

Needs the package recognizers-text-suite for the comparison; without it only policylab is measured. Recognizers-Text
finds numbers and units and no indicators, so the two are compared on values alone: an annotated statement counts as
found if a value equal to its own is read inside its quote. Everything else that a recognizer finds counts as added,
where it reads a number that is no statement.
"""

from __future__ import annotations

import argparse
import functools
import sys
import time
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pandas as pd

import policylab
from policylab.corpus import Plan
from policylab.resources import data_path
from policylab.targets import evaluate
from policylab.targets._gold_evaluation import locate


def forget() -> None:
    """Empty what the library remembers of lines and names, so that a text that is read again is new to it."""
    for module in [module for name, module in sys.modules.items() if name.startswith("policylab.")]:
        for value in vars(module).values():
            if isinstance(value, functools._lru_cache_wrapper) and value.cache_parameters()["maxsize"]:
                value.cache_clear()


def policylab_speed(raws: list[str], repeat: int) -> float:
    """Characters a second from raw text to ledger, best of several runs."""
    characters = sum(map(len, raws))
    best = float("inf")
    for _ in range(repeat + 1):  # the first one also reads the resources
        forget()
        start = time.process_time()
        for raw in raws:
            policylab.extract_targets(raw, period_end=2025)
        best = min(best, time.process_time() - start)
    return characters / best


def reading_speed(text: str, repeat: int) -> float:
    """Characters a second from clean text to a ledger: what a recognizer does, which cleans nothing either."""
    clean = policylab.clean_text(text)
    best = float("inf")
    for _ in range(repeat + 1):
        plan = Plan(clean, id="text", title="text", period_end=2025)  # a new one, with no outline yet
        forget()
        start = time.perf_counter()
        policylab.extract_targets(plan)
        best = min(best, time.perf_counter() - start)
    return len(clean.text) / best


def linearity(raw: str, repeat: int) -> list[tuple[int, float]]:
    """Characters a second on one, four and sixteen copies of a text."""
    return [(copies * len(raw), policylab_speed([(raw + "\n") * copies], repeat)) for copies in (1, 4, 16)]


def load_peer():
    """The four models of Recognizers-Text, or None."""
    try:
        import emoji

        # its last release imports a table that newer versions of emoji no longer have
        if not hasattr(emoji, "UNICODE_EMOJI"):
            emoji.UNICODE_EMOJI = {}
        from recognizers_number import Culture, NumberRecognizer
        from recognizers_number_with_unit import NumberWithUnitRecognizer
    except ImportError as error:
        print(f"Recognizers-Text is not there ({error}); install recognizers-text-suite.")
        return None
    number = NumberRecognizer(Culture.Chinese)
    unit = NumberWithUnitRecognizer(Culture.Chinese)
    return [
        number.get_number_model(), number.get_percentage_model(), unit.get_currency_model(), unit.get_dimension_model(),
    ]  # fmt: skip


def peer_values(models: list, text: str) -> list[tuple[int, int, Decimal]]:
    """Spans and values that the models find; of overlapping ones the longest."""
    found = []
    for model in models:
        for result in model.parse(text):
            value = (result.resolution or {}).get("value")
            try:
                found.append((result.start, result.end + 1, Decimal(str(value).rstrip("%"))))
            except InvalidOperation:
                continue
    kept: list[tuple[int, int, Decimal]] = []
    for start, end, value in sorted(found, key=lambda item: (item[0] - item[1], item[0])):
        if all(end <= other[0] or start >= other[1] for other in kept):
            kept.append((start, end, value))
    return sorted(kept)


def value_scores(found: dict[str, list[tuple[int, int, Decimal]]], gold: pd.DataFrame, texts: dict) -> tuple:
    """Precision, recall and F1 of values alone."""
    records = [record for record in locate(gold, texts) if record.fields["kind"] != "coverage"]
    used, hits = set(), 0
    for record in records:
        for place, (start, end, value) in enumerate(found.get(record.plan, [])):
            inside = start < record.end and record.start < end
            if inside and (record.plan, place) not in used and value == record.value:
                used.add((record.plan, place))
                hits += 1
                break
    predicted = sum(map(len, found.values()))
    return hits / predicted, hits / len(records), 2 * hits / (predicted + len(records))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--characters", type=int, default=70_000, help="of the text on which the peer is timed")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--documents", type=Path, metavar="DIR", help="text files whose reading is timed, too")
    arguments = parser.parse_args()
    corpus = policylab.load_corpus()
    raws = [plan.raw for plan in corpus]
    texts = {plan.id: plan.text for plan in corpus}
    speed = policylab_speed(raws, arguments.repeat)
    print(f"policylab, raw text to ledger: {speed:,.0f} characters a second")
    for characters, rate in linearity(raws[-1], arguments.repeat):
        print(f"  {characters:9,} characters: {rate:,.0f} a second")
    for path in sorted(arguments.documents.glob("*.txt")) if arguments.documents else []:
        text = policylab.read_source(path).text
        print(f"  {path.name}: {policylab_speed([text], 1):,.0f} characters a second, raw text to ledger")
    gold = pd.read_csv(data_path("gold/statements.csv"), dtype=str).fillna("")
    ledger = policylab.extract_targets(corpus)
    scores = evaluate(ledger, gold, texts=texts)
    print(scores[scores["scope"].eq("all") & scores["score"].isin(["value_unit", "record"])].to_string(index=False))
    rows = ledger[ledger["kind"].ne("coverage")]
    ours: dict[str, list] = {}
    for row in rows.itertuples():
        ours.setdefault(row.plan, []).append((row.start, row.end, row.value))
    print("policylab, values alone: precision {:.3f}, recall {:.3f}, F1 {:.3f}".format(*value_scores(ours, gold, texts)))
    models = load_peer()
    if models is None:
        return
    sample = "\n".join(texts.values())[: arguments.characters]
    start = time.perf_counter()
    peer_values(models, sample)
    rate = len(sample) / (time.perf_counter() - start)
    print(f"Recognizers-Text, number, percentage, currency, dimension: {rate:,.0f} characters a second")
    reading, whole = reading_speed(sample, arguments.repeat), policylab_speed([sample], arguments.repeat)
    print(f"  policylab on the same clean text: {reading:,.0f} a second, {reading / rate:,.0f} times as fast")
    print(f"  with the cleaning, which the peer does not do: {whole:,.0f} a second, {whole / rate:,.0f} times as fast")
    theirs = {plan: peer_values(models, text) for plan, text in texts.items()}
    print("Recognizers-Text, values alone: precision {:.3f}, recall {:.3f}, F1 {:.3f}".format(*value_scores(theirs, gold, texts)))


if __name__ == "__main__":
    main()
