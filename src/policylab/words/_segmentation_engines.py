"""The two engines that cut a run of Han characters into words: jieba, the reference, and rjieba, for speed.

jieba does a good deal when it is imported (it sets up a logger that prints, and it warns), and it keeps its
dictionary in one cache file of the temporary folder that it trusts unread. So it is imported only when a first text
is cut, in silence, and its dictionary is kept by us: in a private folder, under a name made of jieba's version and of
the hash of every dictionary line, with a checksum that is compared before the file is believed.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import itertools
import logging
import marshal
import math
import re
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from policylab.errors import PolicylabError
from policylab.files import cache_folder, write_bytes
from policylab.words._word_lists import Entry

CHECKSUM_BYTES = 32
ADDED_AS = b"3"  # changes with the way in which words are added: a table of another way is made anew
# what jieba takes for Han; every other character is a word of its own
CUT_HAN = "\u4e00-\u9fd5"
RARE = re.compile(f"([^\n{CUT_HAN}])")
GAP = "\0"
SINGLES = re.compile(f"{GAP}[{CUT_HAN}](?:{GAP}[{CUT_HAN}])+(?={GAP})")
RUNS_REMEMBERED = 100_000
ENGINES_KEPT = 3  # some 60 MB each
# of the hidden Markov model: which states may stand before a state, and the logarithm for what was never seen
BEFORE = {"B": "ES", "M": "MB", "E": "BM", "S": "SE"}
NEVER = -3.14e100


def import_jieba():
    """Import jieba without its warnings, its log lines, and pkg_resources, which takes three times as long as jieba itself."""
    with warnings.catch_warnings(), _not_found("pkg_resources"):
        warnings.simplefilter("ignore")
        import jieba
    # jieba hangs a handler of its own on both loggers and sets them to DEBUG
    for name in ("jieba", "jieba._compat"):
        logging.getLogger(name).setLevel(logging.WARNING)
    return jieba


@contextlib.contextmanager
def _not_found(name: str) -> Iterator[None]:
    """Let imports find no module of a name, unless it is there already."""
    loaded = sys.modules.setdefault(name, None)
    try:
        yield
    finally:
        if loaded is None:
            sys.modules.pop(name, None)


def load_cutter(engine: str, entries: Sequence[Entry], *, hmm: bool) -> Callable[[str], list[str]]:
    """Function that cuts Han characters and line breaks into words, with the engine's own dictionary and `entries`.

    Both engines give the same words: they only look up the dictionary, with the same frequencies, and what they leave in
    single characters is joined here. (rjieba has jieba's hidden Markov model with rounded numbers, takes in rare characters
    where jieba does not, and counts a word that is added a second time otherwise; 输 thirty times showed it.)
    """
    look_up, knows = _load(engine, tuple(entries))
    if not hmm:
        return look_up
    joined = functools.lru_cache(maxsize=RUNS_REMEMBERED)(_Unknown(knows).joined)

    def cut(text: str) -> list[str]:
        words = SINGLES.sub(lambda run: joined(run[0]), f"{GAP}{GAP.join(look_up(text))}{GAP}")[1:-1]
        return words.split(GAP) if words else []

    return cut


@functools.lru_cache(maxsize=ENGINES_KEPT)
def _load(engine: str, entries: tuple[Entry, ...]) -> tuple[Callable[[str], list[str]], Callable[[str], object]]:
    """How an engine cuts by its dictionary alone, and whether it has a word; the last few are kept, as loading takes a while."""
    if engine == "jieba":
        tokenizer = load_tokenizer(entries)
        return functools.partial(tokenizer.lcut, HMM=False), tokenizer.FREQ.get
    import rjieba

    cutter = rjieba.Jieba()
    for entry in entries:
        cutter.add_word(entry.word, entry.frequency, entry.tag)
    return functools.partial(_cut_common, cutter.cut), cutter.has_word


def _cut_common(cut: Callable[..., list[str]], text: str) -> list[str]:
    """A cut that gives each character outside jieba's range for itself, as jieba does."""
    if not RARE.search(text):
        return cut(text, hmm=False)
    parts = (part for part in RARE.split(text) if part)
    return [word for part in parts for word in ([part] if RARE.match(part) else cut(part, hmm=False))]


class _Unknown:
    """jieba's hidden Markov model for words that no dictionary has: the same words, in time that grows with the text.

    jieba's own copies the path at every character, so that twice the characters take four times as long.
    """

    def __init__(self, knows: Callable[[str], object]) -> None:
        import_jieba()
        from jieba import finalseg

        self._knows = knows
        self._model = finalseg.start_P, finalseg.trans_P, finalseg.emit_P

    def joined(self, run: str) -> str:
        """Single characters between gaps, those joined that make a word."""
        characters = run.replace(GAP, "")
        if self._knows(characters):
            return run
        begins = [place for place, state in enumerate(self._states(characters)) if state in "BS"]
        parts = itertools.pairwise([*begins, len(characters)])
        return GAP + GAP.join(characters[first:last] for first, last in parts)

    def _states(self, characters: str) -> str:
        """Viterbi's best states: B at the beginning of a word, M in it, E at its end, S for a word of one character."""
        start, moves, emitted = self._model
        scores = {state: start[state] + emitted[state].get(characters[0], NEVER) for state in BEFORE}
        steps = []
        for character in characters[1:]:
            step, next_scores = {}, {}
            for state, before in BEFORE.items():
                emission = emitted[state].get(character, NEVER)
                next_scores[state], step[state] = max((scores[b] + moves[b].get(state, NEVER) + emission, b) for b in before)
            steps.append(step)
            scores = next_scores
        states = [max((scores[state], state) for state in "ES")[1]]
        for step in reversed(steps):
            states.append(step[states[-1]])
        return "".join(reversed(states))


def load_tokenizer(entries: Sequence[Entry]):
    """One own ``jieba.Tokenizer`` with `entries` added, from the private cache where it is sound."""
    jieba = import_jieba()
    source = Path(jieba.__file__).with_name("dict.txt").read_bytes()
    key = hashlib.sha256(source)
    key.update("\n".join(entry.line() for entry in entries).encode())
    key.update(ADDED_AS)
    path = cache_folder() / f"jieba-{jieba.__version__}-{key.hexdigest()[:32]}.marshal"

    tokenizer, known = jieba.Tokenizer(), _read_cache(path)
    tokenizer.FREQ, tokenizer.total = known or _prefix_table(source.decode("utf-8"))
    tokenizer.initialized = True  # so that jieba does not go and read its shared cache
    if known is None:
        for entry in entries:
            _add_word(tokenizer, entry.word, entry.frequency)
        _write_cache(path, (tokenizer.FREQ, tokenizer.total))
    return tokenizer


def _add_word(tokenizer, word: str, frequency: int | None) -> None:
    """Add a word with a frequency, or with the smallest that keeps it whole, as rjieba does; jieba counts the old one, too."""
    known, log_total = tokenizer.FREQ, math.log(tokenizer.total)
    if frequency is None:
        log_frequency = 0.0
        for part in tokenizer.cut(word, HMM=False):
            log_frequency = log_frequency + math.log(known.get(part) or 1) - log_total
        frequency = max(int(math.exp(log_frequency + log_total)) + 1, known.get(word) or 1)
    tokenizer.total += frequency - known.get(word, 0)
    known[word] = frequency
    for end in range(1, len(word)):
        known.setdefault(word[:end], 0)


def dictionary_tags() -> dict[str, str]:
    """Part-of-speech tag of every word in jieba's own dictionary (ICTCLAS tags: n, v, a, nz …)."""
    source = Path(import_jieba().__file__).with_name("dict.txt").read_text(encoding="utf-8")
    rows = (line.split(" ") for line in source.splitlines())
    return {row[0]: row[2] for row in rows if len(row) == 3}


def _prefix_table(text: str) -> tuple[dict[str, int], int]:
    """Frequencies of the words and 0 for each of their beginnings, in the form that jieba works on."""
    frequencies: dict[str, int] = {}
    total = 0
    for line in text.splitlines():
        word, count = line.split(" ")[:2]
        total += int(count) - frequencies.get(word, 0)  # B超 stands in jieba's dictionary twice
        frequencies[word] = int(count)
        for end in range(1, len(word)):
            frequencies.setdefault(word[:end], 0)
    return frequencies, total


def _read_cache(path: Path) -> tuple[dict[str, int], int] | None:
    try:
        content = path.read_bytes()
    except OSError:
        return None
    checksum, body = content[:CHECKSUM_BYTES], content[CHECKSUM_BYTES:]
    if hashlib.sha256(body).digest() != checksum:
        return None
    return marshal.loads(body)


def _write_cache(path: Path, table: tuple[dict[str, int], int]) -> None:
    """Keep the table for the next run; a folder that cannot be written is no reason to stop."""
    body = marshal.dumps(table)
    with contextlib.suppress(OSError, PolicylabError):
        write_bytes(path, hashlib.sha256(body).digest() + body)
