"""The command line: `policylab --help`."""

from __future__ import annotations


def main() -> None:
    """Run the command line; the entry of the console script."""
    from policylab.cli._app import run_app

    run_app()
