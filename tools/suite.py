"""Do the tests pass on SQLite, on PostgreSQL and in a browser? Runs the suites asked for and adds them up.

    python -m tools.suite [sqlite] [postgres] [browser] [-- ARGUMENTS FOR PYTEST]

Without a name it runs all three. PostgreSQL and Chromium are left out where they are not installed, unless
FIREBREAK_NO_SKIPS=1 forbids that. Every suite has a data directory of its own, which is removed at the end.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType

from tools.postgres import cluster, find_binaries
from tools.summary import RESULTS, add_up, tell

ROOT = Path(__file__).resolve().parent.parent
WORKERS = os.environ.get("FIREBREAK_TEST_WORKERS", str(min(2, os.cpu_count() or 1)))
NO_SKIPS = os.environ.get("FIREBREAK_NO_SKIPS") == "1"
# These never touch a database, so that a second run on PostgreSQL would only repeat the first.
WITHOUT_DATABASE = ("tests/core", "tests/packaging")
BARE = "chromium-headless-shell"  # the same engine with no window around it: a page takes it a third of the work
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", BARE)
INTERRUPTED = 130


def run_sqlite(extra: Sequence[str]) -> int:
    """Run everything that needs neither PostgreSQL nor a browser."""
    return run_pytest("sqlite", ["-m", "not browser and not postgres", "-n", WORKERS, *extra])


def run_postgres(extra: Sequence[str]) -> int:
    """Run the same tests, and those of PostgreSQL itself, on a throw-away cluster."""
    binaries = find_binaries()
    if binaries is None:
        return leave_out("postgres", "PostgreSQL is not installed")
    ignored = [f"--ignore={path}" for path in WITHOUT_DATABASE]
    with cluster(binaries) as url:
        arguments = ["-m", "not browser", "-n", WORKERS, *ignored, *extra]
        return run_pytest("postgres", arguments, FIREBREAK_DATABASE_URL=url)


def run_browser(extra: Sequence[str]) -> int:
    """Run the tests that look at pages as a person does."""
    chromium = find_chromium(BARE)
    if chromium is None:
        return leave_out("browser", "Chromium is not installed")
    again = ["--reruns", "1"]  # a browser may race a busy machine once
    return run_pytest("browser", ["-m", "browser", "-n", WORKERS, *again, *extra], CHROMIUM=chromium)


SUITES: dict[str, Callable[[Sequence[str]], int]] = {
    "sqlite": run_sqlite,
    "postgres": run_postgres,
    "browser": run_browser,
}


def find_chromium(*rather: str) -> str | None:
    """Give the browser that the environment names by CHROMIUM, else the first on the path, beginning with `rather`."""
    named = os.environ.get("CHROMIUM")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, (*rather, *CHROMIUM))), None)


def run_pytest(suite: str, arguments: Sequence[str], **environment: str) -> int:
    """Run pytest in a fresh data directory; its report goes where the summary looks for it."""
    print(f"\n== {suite}", flush=True)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="firebreak-test-", ignore_cleanup_errors=True) as home:
        command = [sys.executable, "-m", "pytest", "-q", "-p", "tools.no_skips", "--dist", "worksteal"]
        command += ["-r", "fER"]  # what failed, and what needed its second try
        command += [f"--junitxml={RESULTS / suite}.xml"]
        env = {**os.environ, "FIREBREAK_HOME": home, **environment}
        env.pop("PYTHONDONTWRITEBYTECODE", None)  # every process of the tests would compile the service anew
        if not environment.get("FIREBREAK_DATABASE_URL"):
            env.pop("FIREBREAK_DATABASE_URL", None)
        code = subprocess.run([*command, *arguments], cwd=ROOT, env=env, check=False).returncode
    print(f"== {suite} ended with {code} after {time.monotonic() - begun:.0f} s", flush=True)
    return code


def leave_out(suite: str, why: str) -> int:
    """Say that a suite does not run here; that is a failure where skips are forbidden."""
    forbidden = ", and FIREBREAK_NO_SKIPS=1 forbids that" if NO_SKIPS else ""
    print(f"\n== {suite} left out: {why}{forbidden}", flush=True)
    return 1 if NO_SKIPS else 0


def main(arguments: Sequence[str]) -> int:
    """Run the suites one after the other, also after a failure, and print what came of them."""
    names, extra = split(arguments)
    shutil.rmtree(RESULTS, ignore_errors=True)
    RESULTS.mkdir(parents=True)
    for name in names:
        if (code := SUITES[name](extra)) != 0:
            own_up(name, code)
    print()
    total = tell(add_up(RESULTS.glob("*.xml")))
    return 1 if total.failed or not total.passed else 0


def own_up(suite: str, code: int) -> None:
    """Count a suite that broke off, or left something out that it must not, as one failure."""
    report = RESULTS / f"{suite}.xml"
    if report.exists() and add_up([report])[suite].failed:
        return
    case = f'<testcase name="{suite} ended with {code}"><failure/></testcase>'
    report.with_stem(f"{suite}-end").write_text(f"<testsuite>{case}</testsuite>", encoding="utf-8")


def split(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Part the names of suites from what is for pytest."""
    given = list(arguments)
    cut = given.index("--") if "--" in given else len(given)
    names, extra = given[:cut], given[cut + 1 :]
    if unknown := set(names) - set(SUITES):
        raise SystemExit(f"no such suite: {', '.join(sorted(unknown))}; there are {', '.join(SUITES)}")
    return names or list(SUITES), extra


def stop(number: int, _: FrameType | None) -> None:
    raise SystemExit(128 + number)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, stop)
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None
