"""Which program speaks to an outlet, with which secret?"""

from functools import cache

from django.conf import settings

from firebreak.connect.channels.email import Mailing, server_at
from firebreak.connect.channels.webhook import Webhook
from firebreak.connect.channels.wordpress import WordPress
from firebreak.connect.contract import Press
from firebreak.connect.web import Limits, Web
from firebreak.console.respond.send.records import Kind, Outlet
from firebreak.console.secret import seal, unseal
from firebreak.core.errors import ChannelRefused

SECONDS = 10.0  # one request at most


@cache
def web() -> Web:
    """Give the way out for what is sent: each request once, with no pause between two."""
    return Web(limits=Limits(deadline_seconds=SECONDS, pause_seconds=0.0, retries=0))


def press_of(outlet: Outlet) -> Press:
    """Give the program for an outlet; raises BadInput where its secret cannot be read any more."""
    if outlet.kind == Kind.MAIL:
        if not settings.EMAIL_URL:
            raise ChannelRefused(problem="no_mail_server", permanent=True)
        server = server_at(settings.EMAIL_URL, sender=settings.EMAIL_FROM, sender_name=outlet.brand.name)
        return Mailing(server, outlet.address)
    secret = secret_of(outlet)
    if outlet.kind == Kind.WORDPRESS:
        return WordPress(web(), outlet.address, outlet.user, secret)
    return Webhook(web(), outlet.address, secret)


def secret_of(outlet: Outlet) -> str:
    return unseal(outlet.secret, key=settings.SECRET_KEY, purpose=purpose_of(outlet))


def sealed(outlet: Outlet, secret: str) -> str:
    """Hide a secret so that it opens only for this brand's outlet at this address: nobody leads it elsewhere."""
    return seal(secret, key=settings.SECRET_KEY, purpose=purpose_of(outlet))


def purpose_of(outlet: Outlet) -> str:
    return f"outlet {outlet.brand_id} {outlet.kind} {outlet.address}"
