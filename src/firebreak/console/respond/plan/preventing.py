"""What does a forecast ask to be done before it comes true, and who puts it in? Never the machine (R2.87)."""

from django.db import transaction
from django.db.models import F

from firebreak import knowledge
from firebreak.console.access import Seat
from firebreak.console.assess.models import Story
from firebreak.console.assess.page import StoryPage
from firebreak.console.govern.seats import first_held
from firebreak.console.govern.services import lock_brand, person_actor
from firebreak.console.respond.lines import note, record
from firebreak.console.respond.models import Incident
from firebreak.console.respond.opening import open_from_story
from firebreak.console.respond.plan.records import Step
from firebreak.console.respond.running import need_running
from firebreak.core.errors import BadInput
from firebreak.core.terms import Act, Phase, Severity

PACK = "forecast"  # of no plan: what a forecast asked for
EVIDENCE = 5  # mentions that a task names


@transaction.atomic
def prevent(*, seat: Seat, story: Story) -> Step:
    """Put in what the forecast of a story asks for, in the incident that it has or gets; asked again, give the first.

    Raises BadInput once the forecast goes no further than the story is, Conflict in a closed incident.
    """
    seat.need(Act.INCIDENT)
    lock_brand(seat.brand)
    level = StoryPage(seat, story).outlook.threat
    if level is None:
        raise BadInput(problem="nothing_to_prevent")
    incident = open_from_story(seat=seat, story=story)
    need_running(incident)
    return incident.plan.filter(pack=PACK, code=code_of(level)).first() or put_in(seat, story, incident, level)


def code_of(level: Severity) -> str:
    return f"prevent_{level.value.lower()}"


def put_in(seat: Seat, story: Story, incident: Incident, level: Severity) -> Step:
    rules = knowledge.prevention()
    answers = first_held(seat.brand, rules.roles, at=seat.at)
    made = Step.objects.create(
        incident=incident,
        pack=PACK,
        code=code_of(level),
        phase=rules.phase.value,
        place=100 * list(Phase).index(rules.phase),
        do=dict(rules.do),
        how=dict(rules.how),
        who={"A": answers.value, "R": [], "C": [], "I": []},
        limits={one.value: rules.within for one in Severity},
        starts_at=seat.at,
    )
    facts = {"severity": level.value, "role": answers.value, "posts": evidence_of(story)}
    note(incident, kind="prevention", at=seat.at, person=seat.person, facts=facts)
    detail = facts | {"step": made.code, "within": rules.within, "story": story.code}
    record(incident, actor=person_actor(seat.person), action="put_in_prevention", at=seat.at, detail=detail)
    return made


def evidence_of(story: Story) -> list[int]:
    """Name the mentions that the task is about: those whose writers most people follow."""
    most = F("post__followers").desc(nulls_last=True)
    rows = story.places.order_by(most, "post__published_at", "pk")
    return list(rows.values_list("post_id", flat=True)[:EVIDENCE])
