"""What results depend on beside the documents: policylab's code and word lists, and the packages it is built on."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import importlib.metadata
import json
import sys

from policylab.errors import PolicylabError

# the packages whose code makes the tables; a change of any other one leaves the shards as they are
_MAKERS = ("batch/", "corpus/", "targets/", "words/", "resources/", "errors.py")
_BUILT_ON = ("charset-normalizer", "jieba", "lxml-html-clean", "opencc", "policylab", "pyarrow", "pypdfium2", "python-docx",
             "rjieba", "trafilatura")  # fmt: skip


@functools.cache
def origin() -> tuple[tuple[str, str], ...]:
    """Pairs of a name and a version or hash, of this process."""
    from policylab.study._inputs import code_hashes

    code = {name: digest for name, digest in code_hashes().items() if name.startswith(_MAKERS)}
    pairs = []
    for name in _BUILT_ON:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            pairs.append((name, importlib.metadata.version(name)))
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return (*pairs, ("python", python), ("code", hash_of(code)))


def check_origin(expected: tuple[tuple[str, str], ...]) -> None:
    """Refuse to work for a process that has another policylab: its tables would be a mixture of two versions.

    Raises
    ------
    PolicylabError
        With the names of what differs.
    """
    own = dict(origin())
    differing = [
        f"{'the code of policylab' if name == 'code' else name} ({own.get(name, 'none')[:12]}, not {version[:12]})"
        for name, version in expected
        if own.get(name) != version
    ]
    if differing:
        raise PolicylabError(
            f"A worker has other versions than the process that sent it a batch: {', '.join(differing)}. Install the "
            "same on all machines, and start the workers again."
        )


def hash_of(parts: object) -> str:
    """One hash of anything that JSON can hold."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
