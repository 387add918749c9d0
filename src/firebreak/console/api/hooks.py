"""How does a program hand posts in? Signed, taken over as they are, and answered before they are read."""

import orjson
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest
from ninja import Router, Schema
from ninja.responses import Status

from firebreak.connect.sources import webhook
from firebreak.console import clock
from firebreak.console.listen.intake import accept_parcel
from firebreak.console.listen.models import Source
from firebreak.core.errors import BadInput, BadSignature, Conflict

MOST_BYTES = 2 * 1024 * 1024

router = Router(tags=["webhook"], auth=None)


class TooLarge(Exception):
    """The body has more bytes than one call may bring."""


class Accepted(Schema):
    """The body is stored and will be read; `duplicate` says that it was waiting already."""

    accepted: bool
    duplicate: bool


class Refused(Schema):
    code: str


@router.post(
    "/{int:source_id}",
    response={202: Accepted, 400: Refused, 401: Refused, 404: Refused, 409: Refused, 413: Refused},
    summary="Hand in posts",
    description=(
        'The body is one post, a list, or {"posts": [...]}, at most 2 MiB. The header Firebreak-Signature is '
        't=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<body>" with the source\'s secret>, at most five minutes old. '
        "A body that is sent again adds nothing."
    ),
    openapi_extra={
        "requestBody": {"required": True, "content": {"application/json": {"schema": {}}}},
        "parameters": [{"name": webhook.HEADER, "in": "header", "required": True, "schema": {"type": "string"}}],
    },
)
def receive(request: HttpRequest, source_id: int) -> Status[Accepted]:
    """Check the signature before anything else is looked at, keep the body, and answer."""
    source = Source.objects.filter(pk=source_id, kind="webhook").first()
    if source is None:
        raise Http404
    body = body_of(request)
    signature = request.headers.get(webhook.HEADER, "")
    if not source.secret:
        raise BadSignature(problem="no_secret")
    webhook.verify(body, signature=signature, secret=source.secret, at=clock.real_now())
    if source.paused:
        raise Conflict(source=source.pk, problem="paused")
    try:
        orjson.loads(body)
    except orjson.JSONDecodeError:
        raise BadInput(problem="not_json") from None
    fresh = accept_parcel(source=source, body=body, at=clock.now())
    return Status(202, Accepted(accepted=True, duplicate=not fresh))


def body_of(request: HttpRequest) -> bytes:
    """Give the body, or raise TooLarge."""
    try:
        size = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        size = 0
    if size > MOST_BYTES:
        raise TooLarge
    try:
        body = request.body
    except RequestDataTooBig:
        raise TooLarge from None
    if len(body) > MOST_BYTES:
        raise TooLarge
    return body
