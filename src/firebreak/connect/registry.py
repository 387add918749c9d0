"""Which sources are there? Our own, and those that installed packages add under `firebreak.sources`."""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import cast

from firebreak.connect.contract import Policy, Source

GROUP = "firebreak.sources"
# Found without installation metadata, as in a checkout on the path.
BUILT_IN = tuple(
    EntryPoint(name=name, value=value, group=GROUP)
    for name, value in (
        ("rss", "firebreak.connect.sources.rss:Rss"),
        ("upload", "firebreak.connect.sources.upload:Upload"),
        ("webhook", "firebreak.connect.sources.webhook:Webhook"),
    )
)


@dataclass(frozen=True, slots=True)
class Problem:
    """A plug-in that was left out: `code` is broken, duplicate or no_source; `value` says where its code is."""

    name: str
    value: str
    code: str
    found: str = ""


@dataclass(frozen=True, slots=True)
class Registry:
    """The sources by name, and what was left out, for `firebreak check` and the settings page to show."""

    sources: Mapping[str, Source]
    problems: tuple[Problem, ...]


def find_sources(plugins: Iterable[EntryPoint] | None = None) -> Registry:
    """Load every source once. A plug-in that fails, or takes a name that is taken, is reported and left out."""
    points = entry_points(group=GROUP) if plugins is None else plugins
    sources: dict[str, Source] = {}
    problems: list[Problem] = []
    values: dict[str, str] = {}
    for point in (*BUILT_IN, *points):
        if point.name in values:
            if values[point.name] != point.value:
                problems.append(Problem(point.name, point.value, "duplicate", values[point.name]))
            continue
        loaded = _load(point)
        if isinstance(loaded, Problem):
            problems.append(loaded)
            continue
        sources[point.name], values[point.name] = loaded, point.value
    return Registry(sources, tuple(problems))


@cache
def policy_of(kind: str) -> Policy:
    """Give what the owners of a kind of source allow; a kind that is not there asks for nothing of its own."""
    source = find_sources().sources.get(kind)
    return source.policy if source else Policy()


def _load(point: EntryPoint) -> Source | Problem:
    """Make the source. A stranger's module may raise anything: its thread hands that over as a value."""
    with ThreadPoolExecutor(max_workers=1) as stranger:
        made = stranger.submit(lambda: point.load()())
        error = made.exception()
    if error is not None:
        return Problem(point.name, point.value, "broken", type(error).__name__)
    source = made.result()
    is_source = callable(getattr(source, "fetch", None)) and isinstance(getattr(source, "policy", None), Policy)
    if not is_source or getattr(source, "kind", None) != point.name:
        return Problem(point.name, point.value, "no_source", type(source).__name__)
    return cast(Source, source)
