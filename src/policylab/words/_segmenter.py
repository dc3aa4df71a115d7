"""Segmenter: text to tokens, the same way every time."""

from __future__ import annotations

import functools
import hashlib
import itertools
import operator
import os
import re
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from policylab.checks import as_list, check_choice, check_flag, check_int
from policylab.corpus._plan import is_plan
from policylab.errors import invalid
from policylab.text import fold_query
from policylab.words._segmentation_engines import CUT_HAN, dictionary_tags, load_cutter
from policylab.words._word_lists import HAN_WORD, WORD_SIGNS, fold, read_dictionary, read_stopwords, read_synonyms

if TYPE_CHECKING:
    import joblib

ENGINES = ("jieba", "rjieba")
LATIN = r"[A-Za-z0-9\u00c0-\u024f\u0391-\u03c9]+(?:[-_.&][A-Za-z0-9\u00c0-\u024f\u0391-\u03c9]+)*"
LATIN_WORD = re.compile(LATIN)
LATIN_LETTER = re.compile(r"[A-Za-z\u00c0-\u024f\u0391-\u03c9]")
CUT_WORD = re.compile(f"[{CUT_HAN}]+")
NOT_HAN = re.compile(f"[^{WORD_SIGNS}]")
# stands for what is not Han; every word compares greater
LINE_BREAK = "\n"
START = operator.itemgetter(1)
NUMBER = re.compile(r"[0-9]+(?:[-_.&][0-9]+)*")
# what a segmenter remembers at most, some 300 MB
MEMO_TOKENS = 2_000_000
# characters of a corpus from which on it is cut by rjieba, which gives the same words, unless a segmenter is named
LARGE = 1_000_000


# a word in a text: its form, and where it starts and ends (code points)
Token = tuple[str, int, int]


class Segmenter:
    """Cut Chinese text into words, always in the same way, whatever else uses jieba in the process.

    Runs of Han characters are cut by jieba, or by rjieba, which gives the same words some ten times faster. Latin
    terms and mixtures (5G, NB-IoT, C-V2X, IPv6) stay whole, and their case is folded: to the spelling of the
    dictionary where it has one, or else to upper case. Punctuation, spaces and plain numbers are left out.

    Parameters
    ----------
    engine : {"jieba", "rjieba"}
        jieba is the reference; rjieba is for large corpora (`segmenter_for`).
    dictionary : None, path, or iterable of str
        User dictionary, ``word [frequency] [tag]`` an entry, beside the one that comes with policylab; ``()`` is none
        at all. A word without a frequency gets the smallest one that keeps it whole.
    stopwords : None, path, or iterable of str
        Words that `terms` leaves out, beside those that come with policylab; ``()`` is none at all.
    extend : bool, default True
        False puts `dictionary` and `stopwords` in the place of those that come with policylab.
    hmm : bool
        Whether jieba's hidden Markov model may join single characters into words that no dictionary has.
    min_length : int
        `terms` leaves out words of fewer characters.
    synonyms : None, True, path, or dict of str to list of str
        Canonical terms and their variants; a variant is read as its canonical term. True is the list that comes with
        policylab. A variant that is explained by its own canonical term in brackets, 第五代移动通信(5G), is one token.
    pos : None or iterable of str
        Parts of speech that `terms` keeps, as first letters of jieba's tags ("n" also keeps ns and nz). Words that
        jieba's dictionary lacks have the tag of the user dictionary, or "x"; Latin terms have "eng".
    memory : None, path, or joblib.Memory
        A folder in which `spans_of` keeps what it cut, by the texts, the fingerprint and the code that cuts: another
        notebook or another day reads it back. None keeps nothing on the disk.

    Attributes
    ----------
    fingerprint : str
        Engine, version, and hash of all that changes the result.

    Examples
    --------
    >>> seg = Segmenter()
    >>> seg.tokens("加快5G和NB-IoT网络建设,2023年建成3万个基站。")
    ['加快', '5G', '和', 'NB-IoT', '网络', '建设', '年', '建成', '万个', '基站']
    >>> seg.terms("推进智慧城市的建设")
    ['推进', '智慧城市', '建设']
    >>> Segmenter(dictionary=["津心办"]).tokens("“津心办”上线")
    ['津心办', '上线']
    """

    def __init__(
        self,
        *,
        engine: str = "jieba",
        dictionary: str | Path | Iterable[str] | None = None,
        stopwords: str | Path | Iterable[str] | None = None,
        extend: bool = True,
        hmm: bool = True,
        min_length: int = 1,
        synonyms: bool | str | Path | Mapping[str, Iterable[str]] | None = None,
        pos: Iterable[str] | None = None,
        memory: str | Path | joblib.Memory | None = None,
    ):
        check_choice("engine", engine, ENGINES)
        check_int("min_length", min_length, 1)
        if isinstance(pos, str):
            pos = [pos]
        self.engine = engine
        check_flag("hmm", hmm)
        self.hmm = hmm
        self.min_length = min_length
        self.pos = None if pos is None else tuple(sorted(as_list("pos", pos, "None, or a list of tags such as ['n', 'vn']")))
        self.dictionary = read_dictionary(dictionary, extend=extend)
        self.stopwords = read_stopwords(stopwords, extend=extend)
        self.synonyms = read_synonyms(synonyms)
        self.memory = check_memory(memory)
        self._prepare()

    def _prepare(self) -> None:
        """Derive what cutting needs; the engine itself is loaded with the first text."""
        self._cut = None
        self._memo: dict[str, tuple[Token, ...]] = {}
        self._remembered = 0
        self._han = tuple(entry for entry in self.dictionary if CUT_WORD.fullmatch(entry.word))
        mixed = {fold(e.word): e.word for e in self.dictionary if not CUT_WORD.fullmatch(e.word)}
        # a single Latin word is whole anyway: the dictionary only says how it is spelled
        self._spelling = {key: word for key, word in mixed.items() if re.fullmatch(LATIN, word)}
        whole = {key: word for key, word in mixed.items() if key not in self._spelling} | self.synonyms
        for variant, canonical in self.synonyms.items():
            # a variant explained by its own canonical term in brackets, or the other way round, is one mention
            whole[f"{variant}({fold(canonical)})"] = whole[f"{fold(canonical)}({variant})"] = canonical
        self._whole_form = whole
        self._whole = None
        if whole:
            longest_first = sorted(whole, key=lambda word: (-len(word), word))
            self._whole = re.compile("|".join(map(_bounded, longest_first)))

    @functools.cached_property
    def fingerprint(self) -> str:
        """Engine, version, and hash of the dictionary and of the other settings."""
        settings = repr((self.hmm, self.min_length, self.pos, sorted(self.stopwords), sorted(self.synonyms.items())))
        digest = hashlib.sha256(settings.encode())
        digest.update("\n".join(entry.line() for entry in self.dictionary).encode())
        return f"{self.engine}-{version(self.engine)}-{digest.hexdigest()[:16]}"

    def spans(self, text: str) -> tuple[Token, ...]:
        """Every token of `text` as its form, start and end.

        >>> Segmenter().spans("建设5G基站")
        (('建设', 0, 2), ('5G', 2, 4), ('基站', 4, 6))
        """
        if self.engine == "rjieba":
            # it cuts a text again as quickly as a large memory of them can be kept
            return tuple(self._segment(text))
        known = self._memo.pop(text, None)
        if known is None:
            known = tuple(self._segment(text))
            self._remembered += len(known) + 1
            while self._remembered > MEMO_TOKENS and self._memo:
                # the one that was not asked for longest
                self._remembered -= len(self._memo.pop(next(iter(self._memo)))) + 1
        self._memo[text] = known
        return known

    def spans_of(self, texts: Iterable[str]) -> list[tuple[Token, ...]]:
        """The tokens of each of many texts, as `spans` gives them; read from `memory` where they were kept there.

        >>> Segmenter().spans_of(["建设5G基站", "建港"])
        [(('建设', 0, 2), ('5G', 2, 4), ('基站', 4, 6)), (('建港', 0, 2),)]
        """
        if self.memory is None:
            return [self.spans(text) for text in texts]
        kept = self.memory.cache(_cut_texts, ignore=["segmenter"])
        return kept(list(texts), (self.fingerprint, _code()), segmenter=self)

    def forget(self) -> None:
        """Drop what is remembered of the texts cut so far; the next results are the same."""
        self._memo.clear()
        self._remembered = 0

    def tokens(self, text: str) -> list[str]:
        """Every token of `text`, in order, stop words among them."""
        if self.engine == "rjieba" and not LATIN_LETTER.search(text) and not self._mixed(text):
            # only Han words, of which no place is asked: leaving the places out saves a third of the time
            return [word for word in self._cut_han(text) if word > LINE_BREAK]
        return [form for form, _, _ in self.spans(text)]

    def terms(self, text: str) -> list[str]:
        """Tokens of `text` without stop words, words that are too short, and other parts of speech than `pos`."""
        return [form for form in self.tokens(text) if self.keeps(form)]

    def keeps(self, form: str) -> bool:
        """Whether `terms` keeps a token of this form."""
        if len(form) < self.min_length or fold(form) in self.stopwords:
            return False
        return self.pos is None or self._tag(form).startswith(self.pos)

    def fold(self, term: str) -> str:
        """A term as this segmenter would write it: one script and width, case folded, variants replaced.

        >>> Segmenter().fold("nb-iot"), Segmenter().fold("區塊鏈"), Segmenter().fold("５Ｇ")
        ('NB-IoT', '区块链', '5G')
        """
        key = fold(fold_query(term))
        return self._whole_form.get(key) or self._spelling.get(key) or key

    def _segment(self, text: str) -> list[Token]:
        tokens: list[Token] = []
        position = 0
        for match in self._mixed(text):
            self._append_words(tokens, text, position, match.start())
            position = match.end()
            tokens.append((self._whole_form[match.group()], match.start(), position))
        self._append_words(tokens, text, position, len(text))
        return tokens

    def _mixed(self, text: str) -> Iterable[re.Match]:
        """Places of the dictionary's words that are neither Han nor one Latin word, such as 互联网+."""
        if not self._whole:
            return ()
        folded = fold(text)
        # most texts have none, and looking for each is quicker than one pattern of them all
        for word in self._whole_form:
            if word in folded:
                return self._whole.finditer(folded)
        return ()

    def _cut_han(self, text: str) -> list[str]:
        """The words of every run of Han, and a line break for each other character, so that lengths add up to places.

        One call for all runs, as a call costs rjieba more than a run. A line break never joins two words.
        """
        if self._cut is None:
            self._cut = load_cutter(self.engine, self._han, hmm=self.hmm)
        return self._cut(NOT_HAN.sub(LINE_BREAK, text))

    def _append_words(self, tokens: list[Token], text: str, start: int, end: int) -> None:
        """Append the words of a stretch that holds no mixed entry of the dictionary."""
        stretch = text[start:end]
        words = self._cut_han(stretch)
        ends = list(itertools.accumulate(map(len, words), initial=start))
        found = [token for token in zip(words, ends, ends[1:]) if token[0] > LINE_BREAK]
        if LATIN_LETTER.search(stretch):
            for match in LATIN_WORD.finditer(text, start, end):
                if not NUMBER.fullmatch(match[0]):
                    key = fold(match[0])
                    found.append((self._spelling.get(key, key), match.start(), match.end()))
            found.sort(key=START)
        tokens += found

    @functools.cached_property
    def _tags(self) -> dict[str, str]:
        own = {entry.word: entry.tag for entry in self.dictionary if entry.tag}
        return dictionary_tags() | own

    def _tag(self, form: str) -> str:
        return self._tags.get(form) or ("x" if HAN_WORD.fullmatch(form) else "eng")

    def __repr__(self) -> str:
        return f"Segmenter({self.fingerprint})"

    def __getstate__(self) -> dict:
        """A copy for another process: it loads the engine again, as an engine cannot be sent."""
        return self.__dict__ | {"_cut": None, "_memo": {}, "_remembered": 0}


def _cut_texts(texts: list[str], key: tuple[str, str], *, segmenter: Segmenter) -> list[tuple[Token, ...]]:
    """What `Segmenter.spans_of` keeps, by all but the segmenter itself, for which the key stands."""
    return [segmenter.spans(text) for text in texts]


@functools.cache
def _code() -> str:
    """Hash of the modules that cut: what an earlier version has kept is not read by a later one."""
    modules = sorted(Path(__file__).parent.glob("_*.py"))
    return hashlib.sha256(b"".join(module.read_bytes() for module in modules)).hexdigest()


def check_memory(memory: str | Path | joblib.Memory | None) -> joblib.Memory | None:
    """The memory of a folder, which is made if there is none."""
    if memory is None:
        return None
    import joblib

    if isinstance(memory, joblib.Memory):
        return memory
    if not isinstance(memory, (str, os.PathLike)) or not str(memory):
        raise invalid("memory", memory, "the path of a folder, or a joblib.Memory")
    try:
        Path(memory).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise invalid("memory", str(memory), "the path of a folder that can be written to") from error
    return joblib.Memory(memory, verbose=0)


def check_segmenter(segmenter: object) -> None:
    """Check a parameter that takes a segmenter, or what cuts a text as one does, or None for the usual one."""
    if segmenter is not None and not hasattr(segmenter, "spans"):
        raise invalid("segmenter", segmenter, "a policylab.words.Segmenter or None")


def segmenter_for(corpus) -> Segmenter:
    """The segmenter of a study: with the dictionary and the stop words that its ``corpus.toml`` names, if any.

    They stand beside those that come with policylab, unless its [study] says ``replace_lists = true``. Its engine is
    jieba, and rjieba, which gives the same words some ten times faster, for plans of a million characters together.
    There is one for the process, as it remembers what it has cut.

    >>> import policylab
    >>> segmenter_for(policylab.load_corpus()) is segmenter_for([]), segmenter_for([]).engine
    (True, 'jieba')
    """
    plans = [corpus] if is_plan(corpus) else corpus if hasattr(corpus, "__len__") else ()
    characters = sum(len(getattr(plan, "text", "")) for plan in plans)
    engine = "jieba" if characters < LARGE else "rjieba"
    catalogue = getattr(corpus, "catalogue", None)
    dictionary, stopwords = (getattr(catalogue, name, None) for name in ("dictionary", "stopwords"))
    return _study_segmenter(dictionary, stopwords, not getattr(catalogue, "replace_lists", False), engine)


@functools.cache
def _study_segmenter(dictionary: Path | None, stopwords: Path | None, extend: bool, engine: str) -> Segmenter:
    return Segmenter(engine=engine, dictionary=dictionary, stopwords=stopwords, extend=extend)


def _bounded(word: str) -> str:
    """Pattern of a word that is not part of a longer Latin word."""
    before = r"(?<![A-Za-z0-9])" if word[0].isascii() and word[0].isalnum() else ""
    after = r"(?![A-Za-z0-9])" if word[-1].isascii() and word[-1].isalnum() else ""
    return before + re.escape(word) + after
