"""How soon does a phone on a slow line see the board, and how much does it load? `python -m bench.first_paint`.

Chromium as a phone: 390 × 844, a processor four times slower, 1.6 Mbit/s down, 150 ms for a round trip (the mobile
profile of Lighthouse). Nothing is kept from an earlier visit. Beside it the same phone on this machine's own line.
"""

import os
import statistics
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.databases import NOT_RUN
from bench.hook_latency import service
from bench.made import BRAND
from bench.open_pages import seats
from bench.stocked import fill
from tools.suite import find_chromium

POSTS, VISITS = 3_000, 9
AIM_MS, AIM_KB = 1000.0, 250.0
SLOWER = 4
LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
WEIGHT = """() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .filter((one) => !one.name.includes('/stream')).reduce((sum, one) => sum + one.%s, 0) / 1000"""

Line = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Visit:
    """Milliseconds to the first content; kilobytes over the line, and unpacked."""

    paint: float
    sent: float
    whole: float


def visit(browser: Any, address: str, session: str, *, throttled: bool) -> Visit:
    """Open the board in a browser that knows nothing yet."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2, is_mobile=True)
    context.add_cookies([{"name": "firebreak_session", "value": session, "url": address}])
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    if throttled:
        devtools.send("Network.enable")
        devtools.send("Network.emulateNetworkConditions", LINE)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="load")
    page.wait_for_timeout(500)
    found = Visit(page.evaluate(PAINT), *(page.evaluate(WEIGHT % part) for part in ("transferSize", "decodedBodySize")))
    context.close()
    return found


def visits(chromium: str, folder: Path) -> tuple[list[Visit], list[Visit]]:
    """Give visits on the slow line, and on this machine's own."""
    from playwright.sync_api import sync_playwright

    database = f"sqlite:///{folder}/paint.sqlite3"
    fill(folder, POSTS, database)
    os.environ |= {"FIREBREAK_HOME": str(folder), "FIREBREAK_DATABASE_URL": database}
    os.environ |= {"DJANGO_SETTINGS_MODULE": "firebreak.console.settings", "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}
    import django

    django.setup()
    session = seats(1)[3][0]
    with service(dict(os.environ)) as port, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        address = f"http://127.0.0.1:{port}/b/{BRAND}/"
        visit(browser, address, session, throttled=False)
        slow, fast = (
            [visit(browser, address, session, throttled=throttled) for _ in range(VISITS)]
            for throttled in (True, False)
        )
        browser.close()
    return slow, fast


def rows() -> Iterator[Line]:
    """Give the lines of the table."""
    chromium = find_chromium()
    if chromium is None:
        yield "first paint of the board on a phone", NOT_RUN, "Chromium is not installed"
        return
    with tempfile.TemporaryDirectory(prefix="firebreak-bench-") as name:
        slow, fast = visits(chromium, Path(name))
    paint, beside = (statistics.median(one.paint for one in found) for found in (slow, fast))
    yield "first paint of the board, phone on a slow line, median", f"{paint:.0f} ms", f"aim < {AIM_MS:.0f} ms"
    yield "  beside the same phone on a fast line", f"× {paint / beside:.1f}", f"{beside:.0f} ms"
    yield (
        "  all that the board loads",
        f"{slow[0].whole:.0f} kB",
        f"aim < {AIM_KB:.0f} kB, {slow[0].sent:.0f} on the line",
    )


if __name__ == "__main__":
    for line in rows():
        print(" | ".join(line), flush=True)
