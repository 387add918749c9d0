"""Was every collected test really run? With FIREBREAK_NO_SKIPS=1 a skipped or expected failure fails the run.

Loaded by `python -m tools.suite` with `-p tools.no_skips`, so that no conftest can leave it out.
"""

import os

import pytest

FORBIDDEN = os.environ.get("FIREBREAK_NO_SKIPS") == "1"
LEFT_OUT: dict[str, str] = {}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember a test that did not run, or whose failure was expected."""
    if report.skipped or hasattr(report, "wasxfail"):
        LEFT_OUT[report.nodeid] = reason(report)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """Remember a whole file that left itself out."""
    if report.skipped:
        LEFT_OUT[report.nodeid] = reason(report)


def reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    if isinstance(report.longrepr, tuple):
        return str(report.longrepr[2])
    return str(getattr(report, "wasxfail", "") or "no reason given")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run that would have passed without the tests left out."""
    if FORBIDDEN and LEFT_OUT and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what was left out, where that is not allowed."""
    if not (FORBIDDEN and LEFT_OUT):
        return
    terminalreporter.section("left out, and no test may be", red=True, bold=True)
    for name, why in sorted(LEFT_OUT.items()):
        terminalreporter.line(f"{name}: {why}")
