"""The command line: `policylab --help`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; the entry of the console script."""
    try:
        from policylab.cli._app import run_app

        run_app()
    except KeyboardInterrupt:  # also while the modules are loaded
        from policylab.cli._language import complain

        complain("Stopped.")
        sys.exit(130)
