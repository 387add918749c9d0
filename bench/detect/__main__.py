"""How good is the detector, beside its peers? `python -m bench.detect` prints every table."""

import os
from datetime import timedelta

from bench.detect import folds, months
from bench.detect.speed import bins_per_second, step_of_many


def main() -> None:
    print("## Five brands, NAB standard profile, at the detector's own alerts\n")
    print("\n".join(folds.lines()) if folds.DATA.is_dir() else f"(no {folds.DATA} here)", flush=True)
    print("\n## Made-up months, seeds 1001–1200: 400 brand-months, 200 severe crises\n")
    print("\n".join(months.lines()), flush=True)
    print(f"\n## Speed ({os.cpu_count()} cores, load {os.getloadavg()[0]:.1f})\n")
    by_clock, by_processor = bins_per_second()
    print(f"100,000 rows of CSV: {by_clock:,.0f} bins/s (aim ≥ 20,000), by processor time {by_processor:,.0f}")
    print(f"one step of 10,000 series: {step_of_many() / timedelta(milliseconds=1):.0f} ms (aim ≤ 100)")


if __name__ == "__main__":
    main()
