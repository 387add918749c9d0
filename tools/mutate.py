"""Which small faults could a rule have? Lists the mutants of a module and makes one of them, on the syntax tree.

A mutant is one flipped comparison, one dropped `not`, one changed number, one `and` for `or`, or one `if`, `return`
or `raise` taken out. Doctests, annotations and sentences stay as they are: no test has to notice those.
"""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
SUMS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
}


@dataclass(frozen=True, slots=True)
class Place:
    """One possible fault: which node in the order of walking, what kind of fault, and in which line."""

    node: int
    kind: str
    line: int


def places(tree: ast.Module) -> list[Place]:
    """List every fault that can be made in a module, in the order of walking."""
    silent = unheard(tree)
    found = []
    for number, node in enumerate(ast.walk(tree)):
        if id(node) not in silent:
            found += [Place(node=number, kind=kind, line=getattr(node, "lineno", 0)) for kind in kinds(node)]
    return found


def kinds(node: ast.AST) -> Iterator[str]:
    """Name the faults that fit one node."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARISONS:
        yield "comparison"
    elif isinstance(node, ast.BoolOp):
        yield "and-or"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not"
    elif isinstance(node, ast.BinOp) and type(node.op) in SUMS:
        yield "sum"
    elif isinstance(node, ast.Constant):
        yield from constant_kinds(node)
    elif isinstance(node, ast.If):
        yield "branch"
    elif isinstance(node, ast.Raise):
        yield "raise"
    elif isinstance(node, ast.Return) and node.value is not None and not is_none(node.value):
        yield "return"


def constant_kinds(node: ast.Constant) -> Iterator[str]:
    if isinstance(node.value, bool):
        yield "truth"
    elif isinstance(node.value, int | float):
        yield "number"


def is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def unheard(tree: ast.Module) -> set[int]:
    """Collect the nodes no test can hear: annotations, decorators, strings with nothing done to them, type guards."""
    found: set[int] = set()
    for node in ast.walk(tree):
        for part in parts_without_effect(node):
            found |= {id(inner) for inner in ast.walk(part)}
    return found


def parts_without_effect(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        yield from node.decorator_list
        yield from [node.returns] if node.returns else []
    elif isinstance(node, ast.ClassDef):
        yield from node.decorator_list
    elif isinstance(node, ast.arg | ast.AnnAssign) and node.annotation:
        yield node.annotation
    elif is_type_guard(node) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
        yield node


def is_type_guard(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")


def mutate(tree: ast.Module, place: Place) -> ast.Module:
    """Give the module with one fault made; the module handed in stays as it is."""
    changed = copy.deepcopy(tree)
    target = next(node for number, node in enumerate(ast.walk(changed)) if number == place.node)
    Swap(target, fault(target, place.kind)).visit(changed)
    return ast.fix_missing_locations(changed)


class Swap(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        if node is self.old:
            return ast.copy_location(self.new, node)
        result: ast.AST = self.generic_visit(node)
        return result


def fault(node: ast.AST, kind: str) -> ast.AST:
    """Give what stands in a node's place when the fault is made."""
    match node:
        case ast.Compare():
            return ast.Compare(node.left, [COMPARISONS[type(node.ops[0])](), *node.ops[1:]], node.comparators)
        case ast.BoolOp():
            return ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        case ast.UnaryOp():
            return node.operand
        case ast.BinOp():
            return ast.BinOp(node.left, SUMS[type(node.op)](), node.right)
        case ast.Constant():
            return ast.Constant(not node.value if kind == "truth" else other_number(node.value))
        case ast.If():
            return ast.If(ast.Constant(False), node.body, node.orelse)
        case ast.Raise():
            return ast.Pass()
        case ast.Return():
            return ast.Return(ast.Constant(None))
    raise ValueError(kind)


def other_number(value: object) -> int | float:
    """Give a number that is a little off: one more for a whole number, a tenth more for any other."""
    if isinstance(value, int):
        return value + 1
    assert isinstance(value, float)
    return value * 1.1 if value else 0.1
