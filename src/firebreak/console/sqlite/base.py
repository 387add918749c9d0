"""How does a transaction begin? In SQLite only one writes at a time, and who finds it busy sleeps and asks again.

A loop that writes without a pause so keeps a post of somebody else waiting for seconds. Here the transactions of one
process wait in a row (those of other processes as SQLite has them wait).
"""

import os

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from firebreak.console.sqlite.turns import Turns

PATIENCE_SECONDS = 30.0

_turns: dict[str, Turns] = {}
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_turns.clear)  # whoever held a turn is not there


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, with a turn held from the beginning of a transaction to its end."""

    _turn: Turns | None = None

    def _start_transaction_under_autocommit(self) -> None:
        turn = _turns.setdefault(str(self.settings_dict["NAME"]), Turns())
        if not turn.take(within=float(self.settings_dict["OPTIONS"].get("timeout", PATIENCE_SECONDS))):
            raise OperationalError("database is locked")
        self._turn = turn
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # not in the stubs
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # not in the stubs
        self._end_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # not in the stubs
        finally:
            self._end_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # not in the stubs
        finally:
            self._end_turn()

    def _end_turn(self) -> None:
        turn, self._turn = self._turn, None
        if turn:
            turn.give()
