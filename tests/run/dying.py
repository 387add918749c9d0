"""Runs the command line as it is, and ends its own process by SIGKILL at the moment that the test names.

    python tests/run/dying.py THREAD[,THREAD] MOMENT NUMBER run collect

MOMENT is `fetched` (a page is there, nothing of it stored), or of the statements and transactions of one loop's thread
`write` (before the NUMBERth statement that writes), `left` (before the NUMBERth of those for which something lies in a
temporary folder of ours), `commit` (before the NUMBERth commit) or `committed` (after it). Where two loops may do the
same work, both are named.
"""

import os
import signal
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

WRITES = ("INSERT", "UPDATE", "DELETE")


class Death:
    """Counts what happens in some threads, and ends the process at the moment chosen."""

    def __init__(self, thread: str, moment: str, number: int) -> None:
        self.threads, self.moment, self.number = thread.split(","), moment, number
        self.count = Counter[str]()

    def comes(self, moment: str) -> None:
        if threading.current_thread().name in self.threads:
            self.count[moment] += 1
            if (moment, self.count[moment]) == (self.moment, self.number):
                os.kill(os.getpid(), signal.SIGKILL)

    def statement(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().startswith(WRITES):
            self.comes("write")
            if any(Path(tempfile.gettempdir()).glob("firebreak-*/*")):
                self.comes("left")
        return execute(sql, params, many, context)

    def watch(self, connection: BaseDatabaseWrapper, **_: Any) -> None:
        if self.statement not in connection.execute_wrappers:
            connection.execute_wrappers.append(self.statement)

    def around(self, commit: Callable[[BaseDatabaseWrapper], Any]) -> Callable[[BaseDatabaseWrapper], None]:
        def counted(connection: BaseDatabaseWrapper) -> None:
            self.comes("commit")
            commit(connection)
            self.comes("committed")

        return counted

    def before(self, take_page: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **named: Any) -> Any:
            self.comes("fetched")
            return take_page(*args, **named)

        return counted


def main(thread: str, moment: str, number: str, *command: str) -> int:
    from firebreak import cli

    os.environ["DJANGO_SETTINGS_MODULE"] = "firebreak.console.settings"
    django.setup()
    from firebreak.run import collect

    death = Death(thread, moment, int(number))
    connection_created.connect(death.watch)
    BaseDatabaseWrapper._commit = death.around(BaseDatabaseWrapper._commit)  # type: ignore[attr-defined]
    collect.take_page = death.before(collect.take_page)
    return cli.main(command)


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
