"""How is each figure of a story worked out? The number, its formula, what went in, and which version of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from firebreak.console.assess.models import Story
from firebreak.console.assess.summed import Summed
from firebreak.console.assess.told import Told
from firebreak.console.formats import compact, percent, thousands, times
from firebreak.console.sentences import reason_parts, reason_sentence
from firebreak.core.alert.baseline import Usual


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure with the way to it: `formula` in words, `inputs` with their numbers."""

    code: str
    label: str
    value: str
    unit: str
    note: str
    formula: str
    inputs: str
    version: str
    bad: bool = False


def metrics_of(facts: Summed, posts: Sequence[Told], *, usual: Usual | None) -> list[Metric]:
    return [
        mentions(facts, posts),
        negative(facts),
        speed(facts, usual),
        growth(facts),
        audience(facts, posts),
        spread(facts),
    ]


def severity_at(story: Story, *, at: datetime) -> list[Metric]:
    """Give the points of the last judgement up to `at`, with its lines; none where there was none yet."""
    judged = story.assessments.filter(at__lte=at).order_by("-pk").first()
    if judged is None:
        return []
    lines = (f"{one['points']:g} {reason_sentence(*reason_parts(one))}" for one in judged.reasons if one["points"])
    return [
        Metric(
            code="severity",
            label=_("Severity"),
            value=f"{judged.score:g}",
            unit=judged.severity,
            note="",
            formula=_("The points of all lines together, by the rules of `severity.yaml`."),
            inputs=_("; ").join(lines),
            version=f"story.severity {judged.rules}",
        )
    ]


def mentions(facts: Summed, posts: Sequence[Told]) -> Metric:
    texts = len({post.copy_key or post.pk for post in posts})
    return Metric(
        code="mentions",
        label=_("Mentions"),
        value=thousands(facts.posts),
        unit="",
        note=_("%(texts)s different texts") % {"texts": thousands(texts)},
        formula=_("All posts of the story that were out by now. Posts that are equal after folding count as one text."),
        inputs=_("%(posts)s posts, %(texts)s different texts")
        % {"posts": thousands(facts.posts), "texts": thousands(texts)},
        version="story.mentions 1",
    )


def negative(facts: Summed) -> Metric:
    share = facts.negative / facts.posts if facts.posts else 0.0
    return Metric(
        code="negative",
        label=_("Negative share"),
        value=percent(share),
        unit="",
        note=_("%(count)s negative, %(urgent)s urgent")
        % {"count": thousands(facts.negative), "urgent": thousands(facts.urgent)},
        formula=_(
            "Negative posts ÷ all posts of the story; a person's correction counts, not the machine's first word."
        ),
        inputs=_("%(negative)s of %(posts)s posts")
        % {"negative": thousands(facts.negative), "posts": thousands(facts.posts)},
        version="story.negative 1",
        bad=share >= 0.5,
    )


def speed(facts: Summed, usual: Usual | None) -> Metric:
    """Give the posts of the last hour; beside what is usual, once that was learnt."""
    posts = thousands(facts.last_hour)
    if usual:
        factor = facts.last_hour / usual.mean if usual.mean else 0.0
        told = _("%(posts)s posts; usually %(usual)s, learnt from up to 56 days of counts")
        inputs, note = told % {"posts": posts, "usual": thousands(round(usual.mean, 1))}, times(factor)
    else:
        factor, note = 0.0, _("the usual is being learnt")
        inputs = _("%(posts)s posts; what is usual is known once a day was heard") % {"posts": posts}
    return Metric(
        code="speed",
        label=_("Speed"),
        value=posts,
        unit=_("posts/h"),
        note=note,
        formula=_("Posts of the last 60 minutes, beside what the whole brand usually hears in this hour of the week."),
        inputs=inputs,
        version="story.speed 1",
        bad=factor > 3,
    )


def growth(facts: Summed) -> Metric:
    difference = facts.last_hour - facts.hour_before
    sign = "▲" if difference > 0 else "▼" if difference < 0 else "—"
    return Metric(
        code="growth",
        label=_("Change in an hour"),
        value=f"{sign} {thousands(abs(difference))}",
        unit=_("posts"),
        note=_("after %(before)s in the hour before") % {"before": thousands(facts.hour_before)},
        formula=_("Posts of the last 60 minutes less those of the 60 minutes before."),
        inputs=f"{thousands(facts.last_hour)} − {thousands(facts.hour_before)} = {thousands(difference)}",
        version="story.growth 1",
        bad=difference > 0,
    )


def audience(facts: Summed, posts: Sequence[Told]) -> Metric:
    known = len({(post.source, post.account) for post in posts if post.followers is not None})
    numbers = {"authors": thousands(facts.authors), "known": thousands(known), "sum": thousands(facts.followers)}
    return Metric(
        code="audience",
        label=_("Audience"),
        value=compact(facts.followers),
        unit="",
        note=_("followers of %(known)s of %(authors)s authors") % numbers,
        formula=_(
            "Followers of all distinct authors added; who follows several is counted several times: an upper limit."
        ),
        inputs=_("%(authors)s authors, followers known of %(known)s, together %(sum)s") % numbers,
        version="story.audience 1",
    )


def spread(facts: Summed) -> Metric:
    return Metric(
        code="interactions",
        label=_("Interactions"),
        value=compact(facts.interactions),
        unit="",
        note=_("%(shares)s shares on %(sources)s sources")
        % {"shares": compact(facts.shares), "sources": facts.sources},
        formula=_("Likes, comments and shares of all posts as last seen; unknown counts as none."),
        inputs=_("%(count)s interactions, %(news)s news reports")
        % {"count": thousands(facts.interactions), "news": thousands(facts.news)},
        version="story.interactions 1",
    )
