"""Is a text out once, when the service is killed by SIGKILL in the midst of sending it?"""

import os
import signal
import time

from tests.contracts.site import SILENT, site
from tests.run.processes import PATIENCE, Home, ask, interrupt, run, start


def test_a_text_is_out_once_though_the_service_was_killed_while_sending(home: Home) -> None:
    with site() as there:
        home["FIREBREAK_ALLOW_HOSTS"] = there.host
        there.troubles["publish"].append(SILENT)
        run(home, "wordpress", there.url, program=("tests/run/posting.py",))
        dying = start(home, "run", "deliver")
        assert there.reached.wait(PATIENCE)
        os.killpg(dying.pid, signal.SIGKILL)
        dying.wait()
        past = "2020-01-01 00:00:00"  # as Django writes it there
        ask(home, "UPDATE respond_dispatch SET leaves_by = ?, claimed_until = ?", past, past)

        again = start(home, "run", "deliver")
        until = time.monotonic() + PATIENCE
        while ask(home, "SELECT state FROM respond_dispatch") != [("sent",)]:
            assert time.monotonic() < until, interrupt(again)
            time.sleep(0.1)
        assert interrupt(again)[0] == 0

        assert (len(there.shown), len(there.posts), there.steps.count("publish")) == (1, 1, 2)
        assert ask(home, "SELECT COUNT(*) FROM respond_statement WHERE published_at IS NOT NULL") == [(1,)]
