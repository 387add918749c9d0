"""How do approved texts get onto the brand's own channels, each once, whatever breaks meanwhile?"""

import logging
from datetime import datetime

from firebreak.connect.contract import Press
from firebreak.console.respond.send import leaving
from firebreak.console.respond.send.records import Dispatch
from firebreak.console.respond.send.ways import press_of
from firebreak.core.errors import BadInput, ChannelRefused

log = logging.getLogger(__name__)
MOST = 5  # then the loop comes again with a clock that has gone on


def send_due(*, at: datetime) -> int:
    """Send the texts whose time has come; gives how many got out."""
    if not leaving.is_any_due(at=at):
        return 0
    leaving.take_up_broken(at=at)
    sent = 0
    for _again in range(MOST):
        dispatch = leaving.claim(at=at)
        if dispatch is None:
            break
        sent += send_one(dispatch, at=at)
    return sent


def send_one(dispatch: Dispatch, *, at: datetime) -> bool:
    """Lay a text where the place knows drafts, then let it go and publish it."""
    try:
        press = press_of(dispatch.outlet)
        return bring_out(press, dispatch, at=at)
    except (ChannelRefused, BadInput) as refused:
        log.warning("text %s refused, %s", dispatch.pk, refused.context.get("problem"))
        leaving.put_off(dispatch, refused, at=at)
        return False


def bring_out(press: Press, dispatch: Dispatch, *, at: datetime) -> bool:
    if not dispatch.laid and (words := leaving.words_of(dispatch, at=at)):
        leaving.keep_laid(dispatch, press.lay(words))
    words = leaving.let_go(dispatch, at=at)
    if words is None:
        return False
    if not leaving.has_time(dispatch):
        raise ChannelRefused(problem="held_up")
    leaving.finish(dispatch, press.post(words, dispatch.laid), at=at)
    return True
