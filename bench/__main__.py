"""How fast and how good is it all, beside its peers? `python -m bench` runs every benchmark and prints its tables."""

import os

from bench import hook_latency, import_speed
from bench.detect.__main__ import main as print_detection

PARTS = (import_speed.rows, hook_latency.rows)


def main() -> None:
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
    print("| What | Measured | Beside |\n|---|---:|---:|")
    for part in PARTS:
        for line in part():
            print(f"| {' | '.join(line)} |", flush=True)
    print()
    print_detection()


if __name__ == "__main__":
    main()
