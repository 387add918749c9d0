"""How do approved texts get onto the brand's own channels, each once, whatever breaks meanwhile?"""

import logging

from firebreak.connect.contract import Press
from firebreak.console import clock
from firebreak.console.respond.send import freezing, leaving
from firebreak.console.respond.send.records import Dispatch
from firebreak.console.respond.send.ways import press_of
from firebreak.core.errors import BadInput, ChannelRefused

log = logging.getLogger(__name__)
MOST = 5  # then the loop looks again for what broke off


def send_due() -> int:
    """Send the texts whose time has come; gives how many got out. The clock is read anew at each step of each text."""
    freezing.hold_what_is_left()
    if not leaving.is_any_due(at=clock.now()):
        return 0
    leaving.take_up_broken(at=clock.now())
    sent = 0
    for _again in range(MOST):
        dispatch = leaving.claim(at=clock.now())
        if dispatch is None:
            break
        sent += send_one(dispatch)
    return sent


def send_one(dispatch: Dispatch) -> bool:
    """Lay a text where the place knows drafts, then let it go and publish it."""
    try:
        return bring_out(press_of(dispatch.outlet), dispatch)
    except (ChannelRefused, BadInput) as refused:
        log.warning("text %s refused, %s", dispatch.pk, refused.context.get("problem"))
        leaving.put_off(dispatch, refused, at=clock.now())
        return False


def bring_out(press: Press, dispatch: Dispatch) -> bool:
    if not dispatch.laid:
        words = leaving.words_of(dispatch, at=clock.now())
        if words is None:
            return False
        leaving.keep_laid(dispatch, press.lay(words))
    words = leaving.let_go(dispatch, at=clock.now())
    if words is None:
        return False
    if not leaving.has_time(dispatch):
        raise ChannelRefused(problem="held_up")
    leaving.finish(dispatch, press.post(words, dispatch.laid), at=clock.now())
    return True
