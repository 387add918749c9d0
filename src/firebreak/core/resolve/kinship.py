"""Which cases are one person's? Merged ones hang below another, and come away from it exactly as they were."""

from collections.abc import Collection, Mapping

from firebreak.core.errors import BadInput

Parents = Mapping[int, int]


def root_of(case: int, parents: Parents) -> int:
    """Give the case that stands for this one.

    >>> root_of(3, {3: 2, 2: 1}), root_of(1, {3: 2, 2: 1})
    (1, 1)
    """
    while case in parents:
        case = parents[case]
    return case


def family_of(root: int, parents: Parents) -> list[int]:
    """Give a case and all that hang below it, each once, the case itself first."""
    found = [root]
    for one in found:
        found += sorted(child for child, parent in parents.items() if parent == one)
    return found


def merged(case: int, into: int, parents: Parents) -> Mapping[int, int]:
    """Hang one case below another.

    Both must stand for themselves: a case that hangs below another is taken away from there first. Raises BadInput.
    """
    if case == into or case in parents or into in parents:
        raise BadInput(problem="not_two_cases")
    return {**parents, case: into}


def parted(case: int, parents: Parents) -> Mapping[int, int]:
    """Take a case away again, with all that hangs below it; raises BadInput where it hangs nowhere."""
    if case not in parents:
        raise BadInput(problem="not_merged")
    return {child: parent for child, parent in parents.items() if child != case}


def is_forest(cases: Collection[int], parents: Parents) -> bool:
    """Tell whether every case hangs below one that stands for itself; no other state can come about."""
    for case in cases:
        seen = {case}
        while case in parents:
            case = parents[case]
            if case in seen:
                return False
            seen.add(case)
    return True
