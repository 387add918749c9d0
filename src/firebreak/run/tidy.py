"""What must go, what must be signed, what must be looked at again? Old posts and reports, audit lines, statistics."""

from datetime import datetime, timedelta

from django.db import transaction

from firebreak.console import clock
from firebreak.console.bulk import is_postgres, learn_shape
from firebreak.console.export.folder import forget_left_folders
from firebreak.console.govern.door import forget_old_failures
from firebreak.console.govern.services import machine_actor
from firebreak.console.listen.capturing import forget_overdue_captures
from firebreak.console.listen.intake import forget_parcels
from firebreak.console.listen.models import Overheard, Post, Source
from firebreak.console.listen.services import OVERHEARD_MOST
from firebreak.console.listen.silence import forget_old_hours
from firebreak.console.respond.erasing import forget_post
from firebreak.console.staff.forgetting import forget_overdue
from firebreak.console.work.services import forget_works
from firebreak.run.anchors import sign_chains

HOUR = timedelta(hours=1)
OVERHEARD_FOR = timedelta(hours=72)
ERASE_MOST = 500


def tidy(*, at: datetime) -> None:
    """Do all of it once."""
    forget_overheard(at=at)
    erase_expired(at=at)
    erase_removed(at=at)
    forget_overdue_captures(at=at)
    forget_overdue(at=at, most=ERASE_MOST)
    forget_old_hours(at=at)
    forget_works(at=at)
    forget_left_folders()
    sign_chains(at=at, every=HOUR)
    forget_old_failures(real=clock.real_now())
    if not is_postgres():
        learn_shape()


@transaction.atomic
def forget_overheard(*, at: datetime) -> None:
    """Keep at most 72 hours and 20,000 unmatched posts of a source."""
    Overheard.objects.filter(heard_at__lt=at - OVERHEARD_FOR).delete()
    for via in Overheard.objects.order_by().values_list("via", flat=True).distinct():
        rows = Overheard.objects.filter(via=via).order_by("-pk")
        oldest = rows.values_list("pk", flat=True)[OVERHEARD_MOST - 1 : OVERHEARD_MOST].first()
        if oldest:
            rows.filter(pk__lt=oldest).delete()


def erase_expired(*, at: datetime) -> None:
    """Erase posts that their source's policy lets nobody keep any longer, also those in parcels put aside.

    A removed source's posts are kept under its policy like any other's.
    """
    for source in Source.ever.filter(keep_days__isnull=False).select_related("brand"):
        limit = at - timedelta(days=source.keep_days or 0)
        forget_parcels(source, received_before=limit, at=at)
        for post in Post.objects.filter(via=source, first_seen_at__lt=limit).order_by("published_at", "pk")[
            :ERASE_MOST
        ]:
            forget_post(brand=source.brand, post=post, actor=machine_actor("tidy"), at=at, why="retention")


def erase_removed(*, at: datetime) -> None:
    """Erase, some at a time, the posts of removed sources whose policy lets them not stay."""
    for source in Source.ever.filter(removed_at__isnull=False, must_honour_deletes=True).select_related("brand"):
        for post in Post.objects.filter(via=source).order_by("published_at", "pk")[:ERASE_MOST]:
            forget_post(brand=source.brand, post=post, actor=machine_actor("tidy"), at=at, why="source_removed")
