"""How good is the forecaster, beside its peers? `python -m bench.forecast` prints its tables on the cascades `val`."""

from collections.abc import Iterator
from datetime import timedelta

import numpy as np

from bench.forecast.peers import PEERS, Rows
from bench.forecast.score import Score, Told, score
from training.cascades import cascades, truth
from training.data import DATA

AGES = {"10 minutes": timedelta(minutes=10), "1 hour": timedelta(hours=1), "6 hours": timedelta(hours=6)}
LEAST = 10
HEAD = (
    "| Forecast by | median error | beside the constant ratio | plain | disputed | MSLE | tau of growth "
    "| 80 % band covers | width | peak AUC | peak Brier |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
)


def rows(name: str, at: timedelta) -> Rows:
    known = cascades(name)
    seen = truth(known, at, least=LEAST)
    return Rows(at, [known[place] for place in seen.place], seen)


def table(learnt: Rows, asked: Rows) -> Iterator[str]:
    """Print a line for each peer, the ratios to the constant ratio on the same rows."""
    told = {name: peer(learnt, asked) for name, peer in PEERS.items()}
    disputed = np.array([bool(one.disputed) for one in asked.cascades])
    parts = (np.ones_like(disputed), ~disputed, disputed)
    plain = [part_score(told["constant ratio"], asked, part) for part in parts]
    for name, one in told.items():
        found = [part_score(one, asked, part) for part in parts]
        yield line(name, found, plain)


def part_score(told: Told, asked: Rows, part: np.typing.NDArray[np.bool_]) -> Score:
    return score(told.only(part), asked.truth.seen[part], asked.truth.final[part], asked.truth.ahead[part])


def line(name: str, found: list[Score], plain: list[Score]) -> str:
    whole = found[0]
    each = [f"{one.error:.1%} (× {one.error / base.error:.2f})" for one, base in zip(found[1:], plain[1:], strict=True)]
    cells = [
        name, f"{whole.error:.1%}", f"× {whole.error / plain[0].error:.3f}", *each, f"{whole.msle:.3f}",
        f"{whole.tau:.3f}", f"{whole.cover:.0%}", f"{whole.width:.2f}", f"{whole.auc:.3f}",
        f"{whole.brier:.3f}",
    ]  # fmt: skip
    return f"| {' | '.join(cells).replace('nan%', '–').replace('nan', '–')} |"


def main() -> None:
    print("## How far it goes: cascades `val`, later than all that the forecaster has seen\n")
    if not DATA.joinpath("cascades").is_dir():
        print(f"(no {DATA / 'cascades'} here)", flush=True)
        return
    for name, at in AGES.items():
        learnt, asked = rows("train", at), rows("val", at)
        count = sum(bool(one.disputed) for one in asked.cascades)
        share = asked.truth.ahead.mean()
        print(f"At {name}, {len(asked.cascades)} cascades, {count} of them disputed; the fullest hour was ahead of")
        print(f"{share:.0%}, which alone has a Brier score of {share * (1 - share):.3f}\n\n{HEAD}")
        for one in table(learnt, asked):
            print(one, flush=True)
        print()


if __name__ == "__main__":
    main()
