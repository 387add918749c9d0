"""What happens to posts, one step after the other? Taken in, judged, alerted on, made an incident; told as events."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from firebreak.console.alert.models import Alert
from firebreak.console.alert.services import raise_alerts, raise_of_stories
from firebreak.console.assess.foretelling import foretell_stories
from firebreak.console.assess.models import Story
from firebreak.console.assess.pacing import pace_facts
from firebreak.console.assess.rereading import keep_again
from firebreak.console.assess.ruling import machine_score
from firebreak.console.assess.services import Judged, alive, judge_stories, take_in
from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import told_of
from firebreak.console.learn.relapse import reopen_relapsed
from firebreak.console.listen.habit import usual_per_hour
from firebreak.console.listen.models import Post, Source
from firebreak.console.listen.reader import Read
from firebreak.console.listen.rows import Sheet
from firebreak.console.respond.models import Incident
from firebreak.console.respond.opening import OPENING, open_by_itself
from firebreak.console.respond.services import follow_story, mark_breaches
from firebreak.console.respond.speak.approving import tell_late
from firebreak.core.terms import Severity
from firebreak.run.lanes import give_way
from firebreak.run.resting import to_look_at
from firebreak.run.rounds import Round
from firebreak.run.still import HASTE, is_still, note_heard, note_still, owe_look, was_heard

SLICE = 50  # stories judged in one transaction


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, as `replay` prints it."""

    type: str
    at: datetime
    brand: str
    facts: Mapping[str, Any] = field(default_factory=dict)


def step(*, brand: Brand, read: Read, via: Source | None, at: datetime) -> list[Event]:
    """Take a batch in and judge the stories that it touched."""
    taken = take_in(brand=brand, read=read, via=via, at=at)
    events = [story_event(story, at) for story in Story.objects.filter(brand=brand, number__in=taken.stories)]
    return [*events, *judge(brand, at=at, numbers=taken.stories)]


def step_again(*, brand: Brand, posts: Sequence[Post], sheet: Sheet, at: datetime) -> list[Event]:
    """Keep what the second reader made of stored posts, and judge the living stories that it touched."""
    touched = keep_again(brand=brand, posts=posts, sheet=sheet, at=at)
    return judge(brand, at=at, numbers=touched) if touched else []


def judge(brand: Brand, *, at: datetime, numbers: Iterable[int] | None = None, pouring: bool = False) -> list[Event]:
    """Judge stories (all that are alive without `numbers`), alert on what must be told, open what must be opened.

    While posts are `pouring` in, the brand as a whole is looked at every other second; their stories each time.
    """
    stories = alive(brand, at=at) if numbers is None else shown(brand, numbers)
    usual = usual_per_hour(brand, at=at).mean if stories else 0.0
    judged = [
        one for few in sliced(stories) for one in judge_stories(brand=brand, stories=few, at=at, usual_per_hour=usual)
    ]
    first = raise_of_stories(brand=brand, judged=[one for one in judged if is_grave(one)], at=at)
    events = [severity_event(one, at) for one in judged if one.story.severity != one.was.value]
    told = told_of(brand)
    still = is_still(brand, told=told, at=at)
    looked = Round([] if still else to_look_at(brand, at=at, touched={one.story.pk for one in judged}))
    looked.each(partial(keep_up, at=at))  # first, so that a story that was merged takes its incident along
    try:
        alerts = [*first, *tell(brand, judged, at=at, pouring=pouring)]
        events += [alert_event(alert, at) for alert in alerts]
    finally:  # what was told of is opened and clocks run out, although the brand as a whole cannot be looked at
        if not still or told_of(brand) != told:
            events += [incident_event(incident, at) for incident in reopen_relapsed(brand, at=at)]
        events += open_grave([one.story for one in judged], at=at)
        events += looked.each(partial(clocks_that_ran_out, at=at))
    if not still:
        looked.rest(brand, at=at)
        tell_late(brand, at=at)
        note_still(brand, told=told, at=at)
    foretell_stories([one.story for one in judged], at=at)  # last: nothing that must be told waits for it
    return events


def keep_up(incident: Incident, *, at: datetime) -> Sequence[None]:
    """Have an incident follow its story."""
    if incident.is_running:
        follow_story(incident, at=at)
    return ()


def clocks_that_ran_out(incident: Incident, *, at: datetime) -> Sequence[Event]:
    return [clock_event(incident, name, at) for name in mark_breaches(incident, at=at)]


def is_grave(one: Judged) -> bool:
    """Tell whether a story has just become so grave that somebody is told before anything else is looked at."""
    return one.changed and Severity(one.story.severity) in OPENING


def tell(brand: Brand, judged: Sequence[Judged], *, at: datetime, pouring: bool) -> list[Alert]:
    """Alert on what stands: of the whole brand, or of the judged stories alone where that was done just now."""
    give_way()
    if pouring and was_heard(brand, within=HASTE, at=at):
        owe_look(brand)
        return raise_of_stories(brand=brand, judged=judged, at=at)
    note_heard(brand, at=at)  # before it is done: what another loop leaves for later meanwhile stays owed
    return raise_alerts(brand=brand, judged=judged, at=at)


def sliced(stories: Sequence[Story]) -> Iterator[Sequence[Story]]:
    """Cut stories into slices, so that nobody waits long for the brand's lock while many are judged."""
    for start in range(0, len(stories), SLICE):
        give_way()
        yield stories[start : start + SLICE]


def shown(brand: Brand, numbers: Iterable[int]) -> list[Story]:
    wanted = list(numbers)
    return list(Story.objects.filter(brand=brand, number__in=wanted).shown().order_by("number")) if wanted else []


def open_grave(stories: Iterable[Story], *, at: datetime) -> list[Event]:
    """Open the incident of every story that is grave enough to open one by itself and was alerted on."""
    grave = {story.pk: story for story in stories if Severity(story.severity) in OPENING}
    opened = set(Incident.objects.filter(story__in=grave).values_list("story", flat=True)) if grave else set()
    events = []
    for story in (one for key, one in grave.items() if key not in opened):
        give_way()
        alert = Alert.objects.filter(story=story, severity__in=OPENING).order_by("-at", "-pk").first()
        incident = open_by_itself(alert=alert, at=at) if alert else None
        events += [incident_event(incident, at)] if incident else []
    return events


def story_event(story: Story, at: datetime) -> Event:
    members = story.places.order_by("post__published_at", "post_id").values_list("post__external_id", flat=True)
    into = story.merged_into.code if story.merged_into else None
    facts = {"story": story.code, "posts": list(members), "merged_into": into}
    return Event("story", at, story.brand.slug, facts)


def severity_event(one: Judged, at: datetime) -> Event:
    facts = {
        "story": one.story.code,
        "was": one.was.value,
        "severity": one.story.severity,
        "score": one.assessment.score,
        **standing(one.story),
        "reasons": one.assessment.reasons,
    }
    return Event("severity", at, one.story.brand.slug, facts)


def standing(story: Story) -> dict[str, Any]:
    """Tell whether a person set the level, and what the machine says by itself."""
    score = machine_score(story)
    return {
        "by_hand": story.is_by_hand,
        "machine": {"severity": Severity.of_score(score).value, "score": score},
    }


def alert_event(alert: Alert, at: datetime) -> Event:
    facts = {
        "signal": alert.signal,
        "severity": alert.severity or None,
        "reasons": alert.reasons,
        "story": alert.story.code if alert.story else None,
        "pace": pace_facts(alert.story, at=at) if alert.story else None,
        "watch": alert.watch_name or None,
        "posts": evidence_of(alert),
    }
    return Event("alert", at, alert.brand.slug, facts)


def evidence_of(alert: Alert) -> list[str]:
    found = dict(Post.objects.filter(pk__in=alert.evidence).values_list("pk", "external_id"))
    return [found[pk] for pk in alert.evidence if pk in found]


def incident_event(incident: Incident, at: datetime) -> Event:
    facts = {
        "incident": incident.code,
        "severity": incident.severity,
        "score": incident.score,
        **(standing(incident.story) if incident.story else {}),
        "category": incident.category,
        "story": incident.story.code if incident.story else None,
    }
    return Event("incident", at, incident.brand.slug, facts)


def clock_event(incident: Incident, name: str, at: datetime) -> Event:
    return Event("clock", at, incident.brand.slug, {"incident": incident.code, "clock": name, "state": "breached"})
