"""Do the tests pass with one module changed? Runs them in a fork whose only difference is that module."""

import ast
import contextlib
import importlib
import os
import resource
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from math import ceil
from pathlib import Path
from types import ModuleType

from hypothesis import Phase, settings

PRELOADED = ("numpy", "hypothesis", "hypothesis.internal.conjecture.engine", "pytest", "yaml")
# Plugins loaded before pytest starts are not rewritten, which pytest would warn of.
PROFILE = "mutants"  # named on the line: the tests set one of their own when they are loaded
QUIET = (
    "-x",
    "-q",
    "-p",
    "no:cacheprovider",
    "-p",
    "no:xdist",
    "-p",
    "no:django",
    "--confcutdir=tests/core",  # core knows nothing of the console, which the conftest above loads whole
    "--hypothesis-seed=1",
    f"--hypothesis-profile={PROFILE}",
)
CALM = ("-W", "ignore::pytest.PytestAssertRewriteWarning", "-W", "ignore::pytest.PytestConfigWarning")
TOO_LONG = -1
BROKEN = 70  # pytest itself did not run: that tells nothing of the fault
LOG = "last.log"
ABREAST = 2
POLL_SECONDS = 0.02
WALL = 30  # times the processor's time: what sleeps goes too, what others keep waiting does not


def warm_up(home: Path) -> None:
    """Load what every run needs, from the copy, so that a fork starts in milliseconds."""
    os.environ["FIREBREAK_HOME"] = str(home / ".data")
    sys.dont_write_bytecode = False  # the run without a fault compiles for all; a changed module is never written
    sys.path[:0] = [str(home / "src"), str(home)]
    for name in PRELOADED:
        importlib.import_module(name)
    # A failing example is enough here; nobody reads the smallest one.
    phases = [Phase.explicit, Phase.generate]
    settings.register_profile(PROFILE, phases=phases, max_examples=40, database=None, deadline=None)


@dataclass(frozen=True, slots=True)
class Trial:
    """Where the copy is, which module of which file is changed, and the test files in the order to run them."""

    home: Path
    module: str
    file: Path
    tests: Sequence[str]

    def run_all(self, trees: Sequence[ast.Module], *, seconds: float, until: float) -> list[bool | None]:
        """Say for each changed module whether its tests passed, two at a time; None where the time was over first.

        `seconds` are of the processor: on a busy machine a fork that has to wait is not taken for one that hangs.
        """
        passed: list[bool | None] = [None] * len(trees)
        waiting, running = list(range(len(trees))), dict[int, tuple[int, float]]()
        while waiting or running:
            now = time.monotonic()
            while waiting and len(running) < ABREAST and now < until:
                number = waiting.pop(0)
                running[self.start(trees[number], seconds=seconds)] = (number, now + WALL * seconds)
            if not running:
                break
            for child, (number, deadline) in list(running.items()):
                status = look(child, deadline)
                if status == BROKEN:
                    raise SystemExit(f"the tests did not run:\n{(self.home / LOG).read_text(errors='replace')[-2000:]}")
                if status is not None:
                    passed[number] = status == 0
                    del running[child]
            time.sleep(POLL_SECONDS)
        return passed

    def start(self, tree: ast.Module, *, seconds: float) -> int:
        """Run the tests in a fork with the module made from `tree`; give the fork's process id."""
        code = compile(tree, str(self.home / self.file), "exec")
        child = os.fork()
        if child == 0:
            self.live(code, seconds=seconds)
        return child

    def live(self, code: object, *, seconds: float) -> None:
        """Be the fork: change the module, run pytest in silence and end without cleaning up the parent's things."""
        status = BROKEN
        try:
            os.setsid()
            resource.setrlimit(resource.RLIMIT_CPU, (ceil(seconds),) * 2)
            silence(self.home / LOG)
            os.chdir(self.home)
            sys.meta_path.insert(0, Changed(self.module, code))
            status = int(importlib.import_module("pytest").main([*QUIET, *CALM, *self.tests]))
        finally:
            os._exit(status)


def silence(log: Path) -> None:
    """Let a fork read nothing, and write where nobody looks unless its tests should have passed."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    written = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(written, stream)


def look(child: int, deadline: float) -> int | None:
    """Give the exit status of a fork that ended, None while it runs; after its deadline it and all it started go."""
    done, status = os.waitpid(child, os.WNOHANG)
    if done:
        return os.waitstatus_to_exitcode(status)
    if time.monotonic() < deadline:
        return None
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return TOO_LONG


class Changed(MetaPathFinder, Loader):
    """Imports one module from code handed in, and leaves every other to Python."""

    def __init__(self, module: str, code: object) -> None:
        self.module, self.code = module, code

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if not self.mine(fullname):
            return None
        origin = Path(getattr(self.code, "co_filename", ""))
        spec = ModuleSpec(fullname, self, origin=str(origin), is_package=origin.name == "__init__.py")
        if spec.submodule_search_locations is not None:
            spec.submodule_search_locations.append(str(origin.parent))
        return spec

    def mine(self, name: str) -> bool:
        return name == self.module

    def exec_module(self, module: ModuleType) -> None:
        """Run the changed code as the module's own."""
        module.__file__ = getattr(self.code, "co_filename", None)
        exec(self.code, module.__dict__)  # type: ignore[arg-type]  # noqa: S102
