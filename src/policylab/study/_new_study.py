"""A study of one's own: a folder to begin with, and sources taken into its catalogue."""

from __future__ import annotations

import json
import os
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from policylab.checks import check_choice, check_kind, check_path, check_str
from policylab.corpus._catalogue import catalogue_tables, catalogue_text, check_id, parse_catalogue
from policylab.errors import CatalogueError, PolicylabError, SourceError, invalid
from policylab.files import (
    ensure_writable,
    folder_beside,
    only_writer,
    remove_abandoned,
    sha256_bytes,
    sha256_file,
    write_bytes,
    write_text,
)
from policylab.numbers import years_in
from policylab.resources import CATALOGUE, load_toml
from policylab.resources._translation import LANGUAGES
from policylab.study._notebooks import packaged_notebooks, prose, source_of

if TYPE_CHECKING:
    from policylab.corpus import Corpus

_PARTS = ("raw", "notebooks", ".gitignore", "README.md")  # what a study has before its catalogue, which makes it one
_TEMPLATE = Path(__file__).parent / "template"
_LANG = re.compile(r'^lang\s*=\s*"(?:zh|en)"', re.MULTILINE)
_COMMENT = re.compile(r"  # (.+)$", re.MULTILINE)
_NO_CATALOGUE = re.compile(r"^corpus_file\s*=\s*None", re.MULTILINE)


def new_study(folder: str | Path, *, lang: str = "en") -> Path:
    """Make a folder for a study of one's own: a catalogue to fill in, the notebooks, a README.

    Parameters
    ----------
    folder : path
        It must not exist, or be empty.
    lang : {"en", "zh"}
        Language of the README, of the notebooks' prose, and of the figures and findings unless a run is told otherwise.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    PolicylabError
        When something is there already, or the folder cannot be written. Nothing is made then.
    """
    check_choice("lang", lang, LANGUAGES)
    if not isinstance(folder, (str, os.PathLike)) or not str(folder).strip():
        raise invalid("folder", str(folder), "the name of a folder to make")
    target = Path(os.path.abspath(folder))
    taken = PolicylabError(f"There is something in {folder} already. Name a new folder, or an empty one.")
    if target.parent.is_dir():
        remove_abandoned(target.parent)
    if target.exists() and (not target.is_dir() or (target / CATALOGUE).exists()):
        raise taken
    ensure_writable(target.parent, hint="Name a folder elsewhere.")
    notebooks = sorted(packaged_notebooks().glob("*.ipynb"))
    # Made beside and moved, the catalogue last, so that it is a study as a whole or not at all.
    with folder_beside(target) as made:
        catalogue = (_TEMPLATE / CATALOGUE).read_text("utf-8")
        write_text(made / CATALOGUE, catalogue.replace("[study]\n", '[study]\nlang = "zh"\n') if lang == "zh" else catalogue)
        shutil.copyfile(_TEMPLATE / ("README.zh.md" if lang == "zh" else "README.md"), made / "README.md")
        shutil.copyfile(_TEMPLATE / "gitignore", made / ".gitignore")
        (made / "raw").mkdir()
        for path in notebooks:
            write_text(made / "notebooks" / path.name, _own_notebook(path, lang))
        if target.exists() and not _is_part(target, made):
            raise taken
        target.mkdir(exist_ok=True)
        for name in (name for name in (*_PARTS, CATALOGUE) if not (target / name).exists()):
            (made / name).rename(target / name)
    return Path(os.path.normpath(folder))


def _is_part(target: Path, made: Path) -> bool:
    """Whether a folder holds nothing, or nothing but what a command that was killed had put there."""
    present = [path.relative_to(target) for path in target.rglob("*")]
    return all(sha256_file(target / path) == sha256_file(made / path) and (made / path).exists() for path in present)


def add_source(
    file: str | Path,
    *,
    corpus: str | Path,
    id: str,  # the field's name in the catalogue
    title: str,
    period: str | None = None,
    role: str = "plan",
    **fields: object,
) -> Path:
    """Take a file into a study: copy it into ``raw/`` byte for byte, and write its entry with its hash.

    Parameters
    ----------
    file : path
    corpus : path
        The study's `corpus.toml`, or its folder.
    id : str
        Lower-case letters and digits joined by hyphens.
    title : str
        As it stands in the source.
    period : str, optional
        ``"2021-2025"``, or one year.
    role : {"plan", "witness", "reference"}
    **fields
        Other fields of the catalogue, such as `issuer`, `issued` or `witness_of`; those that are None are left out.

    Returns
    -------
    Path
        The copy in ``raw/``.

    Raises
    ------
    PolicylabError
        When the file cannot be read as a source, is in the catalogue already, or a field is wrong. Nothing is
        written then.
    """
    from policylab.corpus._corpus import load_source

    for name, path in (("file", file), ("corpus", corpus)):
        check_path(name, path)
    check_str("title", title)
    catalogue = Path(corpus) / CATALOGUE if Path(corpus).is_dir() else Path(corpus)
    text = catalogue_text(catalogue)
    check_id(id, where="--id")
    if not title.strip():
        raise invalid("title", title, "the title as it stands in the source")
    source = Path(file)
    content = _new_content(source, id, catalogue, catalogue_tables(text, catalogue).get("source", []))
    digest = sha256_bytes(content)
    start, end = _years(period)
    copy = catalogue.parent / "raw" / f"{id}{source.suffix.lower()}"
    values = {
        "id": id, "file": f"raw/{copy.name}", "role": role, "title": title, **fields,
        "period_start": start, "period_end": end, "sha256": digest,
    }  # fmt: skip
    lines = [f"{name} = {_toml(value)}" for name, value in values.items() if value is not None]
    new_text = text.rstrip("\n") + "\n\n[[source]]\n" + "\n".join(lines) + "\n"
    entry = next(entry for entry in parse_catalogue(new_text, catalogue).entries if entry.id == id)
    if not load_source(replace(entry, file=str(source)), Path()).text.strip():
        raise SourceError(f"The source {id!r} has no text.")
    ensure_writable(copy.parent, hint="It takes the copies of the sources.")
    # A copy without an entry is what an `add` left that was killed: the same bytes are taken for it.
    left = sha256_file(copy)
    if left not in (None, digest):
        raise SourceError(f"There is a file {copy} already, but no source {id!r}. Remove it, or give another id.")
    with only_writer(catalogue.parent):
        remove_abandoned(catalogue.parent, copy.parent)
        if catalogue_text(catalogue) != text:
            raise CatalogueError(f"The catalogue {catalogue} was changed by another command. Add the source again.")
        write_bytes(copy, content)
        try:
            write_text(catalogue, new_text)
        except BaseException:
            if left is None:
                copy.unlink(missing_ok=True)
            raise
    return copy


def _new_content(source: Path, id: str, catalogue: Path, entries: list[dict]) -> bytes:
    """What a file holds that is in none of the entries."""
    try:
        content = source.read_bytes()
    except OSError as error:
        raise SourceError(f"The file {source} cannot be read ({error.strerror}).") from None
    for entry in entries:
        if entry.get("sha256") == sha256_bytes(content):
            raise SourceError(f"The file {source} is in {catalogue} already, as {entry.get('id')!r}.")
        if entry.get("id") == id:
            raise CatalogueError(f"There is a source {id!r} in {catalogue} already. Give this one another id.")
    return content


def doubled_sources(corpus: Corpus, *, id: str | None = None) -> list[str]:
    """A sentence for each pair of sources that seem to be one; with an `id`, only the pairs of this source."""
    from policylab.corpus._corpus import as_corpus

    corpus = as_corpus(corpus)
    check_kind("id", id, str | None, "the id of a source, or None")
    texts = {source.id: "".join(source.text.split()) for source in corpus.sources}
    said = []
    for place, later in enumerate(corpus.sources):
        for earlier in corpus.sources[:place]:
            pair = (earlier, later)
            if id is not None and id not in (earlier.id, later.id):
                continue
            if texts[earlier.id] == texts[later.id]:
                said.append(f"{earlier.id!r} and {later.id!r} have the same text: each counts as a source of its own.")
            elif all(source.role == "plan" for source in pair) and earlier.title.strip() == later.title.strip():
                said.append(
                    f"{earlier.id!r} and {later.id!r} have the same title. If one is another printing of the other, "
                    "make it a witness: `role = \"witness\"` and `witness_of` in corpus.toml."
                )
    return said


def _own_notebook(path: Path, lang: str) -> str:
    """A notebook without outputs, in a language, which reads the catalogue of the folder above its own."""
    content = json.loads(path.read_text(encoding="utf-8"))
    for cell in content["cells"]:
        if cell["cell_type"] == "markdown":
            both = {language: prose(cell, language) for language in LANGUAGES}
            cell["source"] = both.pop(lang).splitlines(keepends=True)
            cell["metadata"] = {name: text for name, text in cell["metadata"].items() if name != lang} | both
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
            if "parameters" in cell["metadata"].get("tags", []):
                source = _NO_CATALOGUE.sub(f'corpus_file = "../{CATALOGUE}"', source_of(cell))
                source = _LANG.sub(f'lang = "{lang}"', source)
                cell["source"] = (_commented(source) if lang == "zh" else source).splitlines(keepends=True)
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _commented(parameters: str) -> str:
    """A cell of parameters with its comments in Chinese, as far as there are such."""
    said = load_toml("page_notebooks.toml")["comment"]
    return _COMMENT.sub(lambda found: f"  # {said.get(found[1], found[1])}", parameters)


def _years(period: str | None) -> tuple[int | None, int | None]:
    if period is None:
        return None, None
    text = "".join(period.split()).removesuffix("年") + "年"
    found = next(iter(years_in(text)), None)
    if found is None or found.form == "period" or (found.start, found.end) != (0, len(text)):
        raise invalid("period", period, "two years like '2021-2025', or one")
    start, end = found.year if found.first is None else found.first, found.year
    if end < start:
        raise invalid("period", period, "a period that ends after it begins")
    return start, end


def _toml(value: object) -> str:
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
    return str(value)
