"""What a plan takes over from an earlier one, what it changes, and who is made responsible."""

from policylab.compare._changes import changes_html, figure_changes, telling_changes
from policylab.compare._chapters import chapter_map
from policylab.compare._responsibility import agency_centrality, agency_network, responsibility, write_gexf
from policylab.compare._reuse import text_reuse
from policylab.compare._share import reuse_share
from policylab.compare._stated import stated

__all__ = [
    "agency_centrality", "agency_network", "changes_html", "chapter_map", "figure_changes", "responsibility",
    "reuse_share", "stated", "telling_changes", "text_reuse", "write_gexf",
]  # fmt: skip
