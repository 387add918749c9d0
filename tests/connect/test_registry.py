"""Which sources are found, and what happens to those that cannot be?"""

from importlib.metadata import EntryPoint

import pytest

from firebreak.connect.contract import Page, Policy
from firebreak.connect.registry import BUILT_IN, GROUP, find_sources
from firebreak.connect.sources.rss import Rss


class Mood:
    kind = "mood"
    policy = Policy()

    def fetch(self, config: object, cursor: object) -> Page:
        return Page()


class Tantrum:
    def __init__(self) -> None:
        raise BaseException("no")


def plugin(name: str, value: str) -> EntryPoint:
    return EntryPoint(name=name, value=value, group=GROUP)


def test_our_own_sources_need_no_installation() -> None:
    registry = find_sources([])

    assert list(registry.sources) == ["rss", "upload", "webhook"]
    assert isinstance(registry.sources["rss"], Rss)


def test_our_own_entry_points_are_no_duplicates() -> None:
    assert find_sources(BUILT_IN).problems == ()


def test_an_installed_package_adds_a_source() -> None:
    assert "mood" in find_sources([plugin("mood", f"{__name__}:Mood")]).sources


@pytest.mark.parametrize(
    ("name", "value", "code", "found"),
    [
        ("gone", "no.such.module:X", "broken", "ModuleNotFoundError"),
        ("gone", f"{__name__}:Missing", "broken", "AttributeError"),
        ("tantrum", f"{__name__}:Tantrum", "broken", "BaseException"),
        ("text", "builtins:str", "no_source", "str"),
        ("joy", f"{__name__}:Mood", "no_source", "Mood"),  # it says that it is mood
        ("rss", f"{__name__}:Mood", "duplicate", "firebreak.connect.sources.rss:Rss"),
    ],
)
def test_a_plugin_that_cannot_be_used_is_reported_and_left_out(name: str, value: str, code: str, found: str) -> None:
    registry = find_sources([plugin(name, value), plugin("mood", f"{__name__}:Mood")])

    (problem,) = registry.problems
    assert (problem.name, problem.value, problem.code, problem.found) == (name, value, code, found)
    assert {"rss", "upload", "webhook", "mood"} == set(registry.sources)
