"""What a run shows to readers, ``index.html`` and ``tables.xlsx``: written anew only when they would differ."""

from __future__ import annotations

import hashlib
import json

from policylab.study._codebook import FILE as CODEBOOK
from policylab.study._codebook import read_codebook
from policylab.study._files import read_json, sha256_file, write_bytes, write_json, write_text
from policylab.study._page import PAGE, page_text
from policylab.study._provenance import code_hashes
from policylab.study._state import RunState
from policylab.study._workbook import WORKBOOK, workbook_bytes

_RECORD = "provenance/index.html.json"


def write_presentation(state: RunState, given_sources: dict) -> None:
    """Write the page and the workbook of a run, unless those that are there show the run as it is."""
    out, study = state.out, state.study
    record = read_json(out / _RECORD)
    key = _key(state, given_sources)
    files = record.get("files", {})
    if record.get("key") == key and all(sha256_file(out / name) == files.get(name) for name in (PAGE, WORKBOOK)):
        return
    codebook = read_codebook(study.corpus.parent)
    files = {
        WORKBOOK: write_bytes(out / WORKBOOK, workbook_bytes(out / "tables", codebook)),
        PAGE: write_text(out / PAGE, page_text(out, study, state.entries)),
    }
    write_json(out / _RECORD, {"key": key, "files": files})


def _key(state: RunState, given_sources: dict) -> str:
    """What the two depend on, as one hash."""
    parts = {
        "tables": {path.name: sha256_file(path) for path in sorted((state.out / "tables").glob("*.csv"))},
        "notebooks": {
            name: [entry.get("status"), entry.get("files"), entry.get("parameters", {}).get("lang"), entry.get("outdated")]
            for name, entry in state.entries.items()
        },
        "catalogue": sha256_file(state.study.corpus),
        "codebook": sha256_file(state.study.corpus.parent / CODEBOOK),
        "sources": {name: entry["sha256"] for name, entry in given_sources.items()},
        "code": code_hashes(),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode("utf-8")).hexdigest()
