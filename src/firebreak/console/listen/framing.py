"""What stands around the list: views with their counts, conditions, saved views, and what its menus offer?"""

from dataclasses import replace

from firebreak.console.access import Seat
from firebreak.console.listen import inbox
from firebreak.console.listen.conditions import Chip, chip_text
from firebreak.console.listen.forms import MentionFilter
from firebreak.console.listen.lanes import Page
from firebreak.console.listen.nothing import nothing_in
from firebreak.console.listen.saved import kept_views

Context = dict[str, object]

LEAVING = {
    "untriaged": "close assign snooze story",
    "mine": "close snooze put_back",
    "high": "close",
    "asleep": "close assign put_back",
}
"""After which acts a row is no longer in a view: it goes at once, and comes back if the act fails."""


def chips(want: inbox.Wanted, form: MentionFilter) -> list[Chip]:
    """Give every condition as a chip that takes it away."""
    told = want.chosen.items()
    return [Chip(chip_text(name, value, form.people), want.query(without=name)) for name, value in told]


def frame(seat: Seat, want: inbox.Wanted, form: MentionFilter, page: Page) -> Context:
    """Give what stands around the list."""
    saved = kept_views(seat)
    return {
        "tabs": inbox.tabs(seat, want),
        "chips": chips(want, form),
        "newest": inbox.newest_id(seat.brand),
        "new": 0,
        "saved": saved,
        "saved_here": next((one for one in saved if one.query == want.query()), None),
        "leaving": LEAVING.get(want.view, ""),
        "other_order": other_order(want),
        "nothing": None if page.rows else nothing_in(seat, want, form),
    }


def other_order(want: inbox.Wanted) -> str:
    """Give the list in its other order; by risk only where it is short enough, else of the last 7 days."""
    if want.order == "risk":
        return replace(want, sort="newest").query()
    chosen = dict(want.chosen) if want.may_sort_by_risk else {**want.chosen, "hours": "168"}
    return replace(want, sort="risk", chosen=chosen).query()
