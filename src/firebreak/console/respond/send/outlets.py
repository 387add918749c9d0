"""How is a channel of the brand's own set up, tried and taken away?"""

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction

from firebreak.connect.channels.email import mailbox
from firebreak.connect.web import Target
from firebreak.connect.web.address import allowed_hosts, is_allowed
from firebreak.console.access import Seat
from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import beat, lock_brand, person_actor, write_entry
from firebreak.console.respond.send.records import Dispatch, Kind, Outlet, State
from firebreak.console.respond.send.ways import press_of, sealed
from firebreak.core.errors import BadInput, ChannelRefused, Conflict, SourceDown
from firebreak.core.respond.outlet import Audience, Channel
from firebreak.core.terms import Act


def outlets_of(brand: Brand) -> list[Outlet]:
    """Give the channels that a brand publishes through."""
    rows = Outlet.objects.filter(brand=brand, removed_at__isnull=True).select_related("set_by")
    return list(rows.order_by("channel", "audience"))


@transaction.atomic
def set_outlet(
    *,
    seat: Seat,
    channel: Channel,
    audience: Audience,
    kind: str,
    address: str,
    title: str,
    user: str = "",
    secret: str = "",
) -> tuple[Outlet, str]:
    """Publish through a channel from now on; gives it with the secret that was made for it, which is shown once.

    Raises BadInput for an address that cannot be, a secret that is missing, or a place that has a channel already.
    """
    seat.need(Act.CONFIGURE)
    need_address(kind, address)
    made = secrets.token_urlsafe(32) if kind == Kind.WEBHOOK else ""
    if kind == Kind.WORDPRESS and not (user.strip() and secret.strip()):
        raise BadInput(field="secret" if user.strip() else "user", problem="empty")
    lock_brand(seat.brand)
    if Outlet.objects.filter(brand=seat.brand, channel=channel, audience=audience, removed_at__isnull=True).exists():
        raise BadInput(field="channel", problem="place_taken")
    outlet = Outlet(
        brand=seat.brand, channel=channel.value, audience=audience.value, kind=kind, address=address.strip()
    )
    outlet.title, outlet.user = title.strip() or seat.brand.name, user.strip() if kind == Kind.WORDPRESS else ""
    outlet.set_by, outlet.set_at = seat.person, seat.at
    if kind != Kind.MAIL:
        outlet.secret = sealed(outlet, made or secret.strip())
    outlet.save()
    log(seat, outlet, "set_outlet")
    return outlet, made


def need_address(kind: str, address: str) -> None:
    """Raise BadInput for what is no mailbox, or no address that a secret may be sent to."""
    if kind == Kind.MAIL:
        try:
            mailbox(address)
        except ChannelRefused:
            raise BadInput(field="address", problem="no_mailbox") from None
        return
    try:
        target = Target.of(address.strip())
    except SourceDown:
        raise BadInput(field="address", problem="not_a_link") from None
    if target.credentials or target.url.query:
        raise BadInput(field="address", problem="plain_address")
    if target.url.scheme != "https" and not is_allowed(target.host, target.port, allowed_hosts()):
        raise BadInput(field="address", problem="needs_https")


@transaction.atomic
def remove_outlet(*, seat: Seat, outlet: Outlet) -> None:
    """Publish through a channel no more; its secret goes, its row stays for what went out through it."""
    seat.need(Act.CONFIGURE)
    lock_brand(seat.brand)
    if Dispatch.objects.filter(outlet=outlet, state__in=(State.WAITING, State.SENDING)).exists():
        raise Conflict(outlet=outlet.pk, problem="texts_on_their_way")
    there = Outlet.objects.filter(pk=outlet.pk, removed_at__isnull=True)
    if not there.update(removed_at=seat.at, secret="", problem={}):
        raise Conflict(outlet=outlet.pk)
    log(seat, outlet, "remove_outlet")


def check_outlet(*, seat: Seat, outlet: Outlet) -> dict[str, Any]:
    """Try a channel without publishing anything, keep what it said, and give the problem, empty for none."""
    seat.need(Act.CONFIGURE)
    try:
        press_of(outlet).check()
        problem: dict[str, Any] = {}
    except (ChannelRefused, BadInput) as refused:
        problem = problem_of(refused)
    keep_check(seat, outlet, problem, at=seat.at)
    return problem


@transaction.atomic
def keep_check(seat: Seat, outlet: Outlet, problem: dict[str, Any], *, at: datetime) -> None:
    lock_brand(seat.brand)
    Outlet.objects.filter(pk=outlet.pk).update(checked_at=at, problem=problem)
    log(seat, outlet, "check_outlet", **({"problem": problem["problem"]} if problem else {}))


def problem_of(refused: ChannelRefused | BadInput) -> dict[str, Any]:
    """Give a failure as it is kept: code, problem and status, nothing that was sent."""
    kept = {name: refused.context[name] for name in ("problem", "status", "host") if name in refused.context}
    return {"code": refused.code, "problem": ""} | kept


def log(seat: Seat, outlet: Outlet, action: str, **more: object) -> None:
    detail = {"kind": outlet.kind, "channel": outlet.channel, "audience": outlet.audience, **more}
    write_entry(
        brand=seat.brand,
        actor=person_actor(seat.person),
        action=action,
        subject=f"outlet:{outlet.pk}",
        detail=detail,
        at=seat.at,
    )
    beat(seat.brand, "statements")
