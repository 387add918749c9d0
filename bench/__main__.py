"""How fast is it all, beside its peers? `python -m bench` runs every benchmark and prints one Markdown table."""

import os

from bench import hook_latency, import_speed

PARTS = (import_speed.rows, hook_latency.rows)


def main() -> None:
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
    print("| What | Measured | Beside |\n|---|---:|---:|")
    for part in PARTS:
        for line in part():
            print(f"| {' | '.join(line)} |", flush=True)


if __name__ == "__main__":
    main()
