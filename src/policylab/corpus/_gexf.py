"""Networks as files for Gephi."""

from __future__ import annotations

import os
import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from policylab.checks import check_has, check_path
from policylab.errors import PolicylabError, invalid
from policylab.files import write_text

if TYPE_CHECKING:
    import networkx


def write_gexf(graph: networkx.Graph, path: str | os.PathLike) -> Path:
    """Write a network as GEXF, for Gephi, byte for byte the same each time.

    Parameters
    ----------
    graph : networkx.Graph
        From `policylab.words.cooccurrence_network` or `policylab.compare.agency_network`.
    path : path
        The file, which ends in ``.gexf``; its folder is made.

    Returns
    -------
    Path

    Raises
    ------
    PolicylabError
        If the name does not end in ``.gexf``, or the file cannot be written.
    """
    import networkx

    check_path("path", path)
    path = Path(path)
    if path.suffix != ".gexf":
        raise invalid("path", str(path), "a file name that ends in .gexf")
    check_has("graph", graph, "edges", "a networkx graph")
    buffer = BytesIO()
    networkx.write_gexf(graph, buffer)
    # networkx writes the day into the file
    text = re.sub(r' lastmodifieddate="[^"]*"', "", buffer.getvalue().decode("utf-8"))
    try:
        write_text(path, text)
    except OSError as error:
        raise PolicylabError(f"The network cannot be written to {path}: {error.strerror}.") from error
    return path
