"""The command line: parse, call, print. What a command needs is imported when it runs."""

from __future__ import annotations


def main() -> None:
    """Run the command line and leave with its exit code."""
    from antiphon.cli.app import app

    app(prog_name="antiphon")
