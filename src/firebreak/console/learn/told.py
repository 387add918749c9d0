"""What did people write in the review of an incident: as evidence, and where words about a person are to be erased?"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model

from firebreak.console.learn.cost.records import Outlay
from firebreak.console.learn.models import Action, Check, Factor, Review
from firebreak.console.learn.public.records import Correction
from firebreak.console.respond.evidence.gathering import Gathered, instant, who
from firebreak.console.respond.models import Incident


def review_of(gathered: Gathered) -> dict[str, Any]:
    """Give cause, factors, actions and checks for the evidence pack."""
    one, words = gathered.incident, gathered.words
    review = Review.objects.filter(incident=one).first() or Review(incident=one)
    return {
        "whys": [words(why) for why in review.whys],
        "root_cause": words(review.root),
        "branch": review.branch,
        "review_on": review.review_on.isoformat() if review.review_on else None,
        "watch_days": review.watch_days,
        "result_waived": words(review.waived),
        "result_waived_by": who(review.waived_by_id),
        "result_waived_at": instant(review.waived_at),
        "factors": [{"branch": row.branch, "text": words(row.text), "by": who(row.by_id)} for row in one.factors.all()],
        "actions": [action_of(gathered, row) for row in one.actions.prefetch_related("checks")],
    }


def action_of(gathered: Gathered, row: Action) -> dict[str, Any]:
    return {
        "what": gathered.words(row.text),
        "branch": row.branch,
        "owner": who(row.owner_id),
        "due": row.due.isoformat(),
        "done_at": instant(row.done_at),
        "done_by": who(row.done_by_id),
        "proof": gathered.words(row.proof),
        "proof_sha256": row.sha256,
        "checks": [
            {
                "days": check.days,
                "due": check.due.isoformat(),
                "works": check.works,
                "before": check.before,
                "after": check.after,
                "at": instant(check.at),
                "by": who(check.by_id),
                "note": gathered.words(check.note),
            }
            for check in row.checks.all()
        ],
    }


def written_in(incident: Incident) -> Iterable[tuple[Iterable[Model], tuple[str, ...]]]:
    """Give all that people write in a review, and what the public page says was wrong and right."""
    yield Review.objects.filter(incident=incident), ("root", "waived", "whys")
    yield Factor.objects.filter(incident=incident), ("text",)
    yield Action.objects.filter(incident=incident).defer("file"), ("text", "proof", "file_name")
    yield Check.objects.filter(action__incident=incident), ("note",)
    yield Outlay.objects.filter(incident=incident), ("what",)
    yield Correction.objects.filter(page__incident=incident), ("was", "now")
