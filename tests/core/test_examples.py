"""Do the examples in the docstrings say what the code does?"""

import doctest
import pkgutil
from importlib import import_module

import pytest

import firebreak.connect
import firebreak.core

MODULES = sorted(
    found.name
    for package in (firebreak.core, firebreak.connect)
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_hold(name: str) -> None:
    assert doctest.testmod(import_module(name)).failed == 0


def test_there_are_examples() -> None:
    assert sum(doctest.testmod(import_module(name)).attempted for name in MODULES) > 50
