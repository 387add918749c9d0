"""How fast and how good is it all, beside its peers? `python -m bench` runs every benchmark and prints its tables.

With FIREBREAK_NO_SKIPS=1 it fails where one of them could not be run.
"""

import os

from bench import drafts, first_paint, hook_latency, import_speed, open_pages, page_speed, public_page
from bench.databases import NO_SKIPS, NOT_RUN
from bench.detect.__main__ import main as print_detection
from bench.forecast.__main__ import main as print_forecasts
from bench.quality import stories
from bench.week.__main__ import main as print_weeks

PARTS = (
    import_speed.rows,
    hook_latency.rows,
    page_speed.rows,
    open_pages.rows,
    public_page.rows,
    first_paint.rows,
    drafts.rows,
    stories.rows,
)


def main() -> int:
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
    print("| What | Measured | Beside |\n|---|---:|---:|")
    missing = 0
    for part in PARTS:
        for line in part():
            print(f"| {' | '.join(line)} |", flush=True)
            missing += line[1] == NOT_RUN
    print()
    print_detection()
    print()
    print_forecasts()
    print()
    print_weeks()
    return 1 if missing and NO_SKIPS else 0


if __name__ == "__main__":
    raise SystemExit(main())
