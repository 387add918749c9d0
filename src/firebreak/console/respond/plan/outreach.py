"""Who gets in touch with the people concerned, and by when, once published words have promised it?"""

from datetime import datetime

from firebreak import knowledge
from firebreak.console.govern.models import Person
from firebreak.console.govern.seats import first_held
from firebreak.console.respond.lines import actor_of, note, record
from firebreak.console.respond.plan.records import Step
from firebreak.console.respond.speak.records import Statement
from firebreak.core.respond.outlet import Audience
from firebreak.core.respond.outreach import contact_promised
from firebreak.core.terms import Phase, Role, Severity

HEARD = frozenset({Audience.PUBLIC, Audience.CUSTOMER, Audience.MEDIA})
"""Who hears a promise; what staff and authorities are told about it makes no second one."""
PACK = "promised"  # of no plan: the words that were published


def put_outreach_in(statement: Statement, *, at: datetime, person: Person) -> Step | None:
    """Put in the step of getting in touch that a text has just promised in public; None where it promised none.

    It is linked to the text and due two hours after it went out, at every level. The caller holds the brand's lock.
    """
    rules, incident = knowledge.outreach(), statement.incident
    if Audience(statement.audience) not in HEARD or not contact_promised(statement.text, rules):
        return None
    answers = who_answers(statement, at=at)
    made = Step.objects.create(
        incident=incident,
        statement=statement,
        pack=PACK,
        code=f"contact_{statement.pk}",
        phase=rules.phase.value,
        place=100 * list(Phase).index(rules.phase),
        do=dict(rules.do),
        how=dict(rules.how),
        who={"A": answers.value, "R": [], "C": [], "I": []},
        limits={level.value: rules.within for level in Severity},
        starts_at=at,
    )
    facts = {"channel": statement.channel, "role": answers.value}
    note(incident, kind="contact_promised", at=at, person=person, facts=facts)
    detail = facts | {"step": made.code, "text": statement.pk, "version": statement.version, "within": rules.within}
    record(incident, actor=actor_of(person), action="promise_contact", at=at, detail=detail)
    return made


def who_answers(statement: Statement, *, at: datetime) -> Role:
    """Give the first role of those who speak to people that somebody has at the brand."""
    return first_held(statement.incident.brand, knowledge.outreach().roles, at=at)
