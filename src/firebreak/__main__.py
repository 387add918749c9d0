"""Runs the command line as `python -m firebreak`."""

from firebreak.cli import main

raise SystemExit(main())
