"""How should we stand to an incident? What the table of postures proposes, in words that name the theory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firebreak import knowledge
from firebreak.console import words
from firebreak.console.respond.models import Incident
from firebreak.console.respond.speak.records import Fact
from firebreak.core.respond.sheet import Key, Status
from firebreak.core.respond.strategy import Advice, Known, advise, ways
from firebreak.core.terms import Category, Severity

Words = str | Promise
REASONS: dict[str, Words] = {
    "g0": _("First say how people protect themselves, then what happened and what you do (SCCT: ethical base)."),
    "g1": _("It happened to us, and not before: information is enough (SCCT: victim cluster)."),
    "g3": _("It happened to us, but not for the first time: explain what led to it (SCCT: victim cluster, history)."),
    "g4": _("It was not meant, and it has not happened before: explain what led to it (SCCT: accidental cluster)."),
    "g5": _("It was not meant, but it has happened before: apologise and mend it (SCCT: accidental cluster, history)."),
    "g6": _("It could have been prevented: once that is confirmed, apologise and put it right (SCCT: preventable)."),
    "g7": _("The proof that it is untrue is attached: put it right with it (SCCT: rumour)."),
    "x2": _("Nobody has confirmed the cause yet: feel with people, but admit no fault and deny nothing."),
}
FORBIDDEN: dict[str, Words] = {
    "victimage": _("calling ourselves victims"),
    "apology": _("admitting fault"),
    "denial": _("denying"),
    "attack": _("attacking the accuser"),
    "scapegoat": _("blaming somebody else"),
}
WAYS: dict[str, tuple[Words, Words]] = {
    "many_look": (_("In public"), _("many look on, and silence is read as an answer")),
    "one_to_one": (_("In private"), _("whoever complained is answered in person")),
    "details_are_theirs": (_("In private"), _("details are told only to those whose data they are")),
    "a_crime_not_a_critic": (_("By law"), _("threats and doxxing go to the police with evidence, criticism never")),
    "may_fade": (_("Watch only"), _("it may fade by itself; answer whoever asks")),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """The proposed posture of an incident as its room shows it."""

    made: Advice
    where: Sequence[tuple[Words, Words]]

    @property
    def posture(self) -> str:
        return str(words.POSTURES[self.made.posture.value])

    @property
    def reasons(self) -> list[str]:
        return [str(REASONS[code]) for code in (*self.made.why[1:], self.made.why[0])]

    @property
    def forbidden(self) -> list[str]:
        return [str(FORBIDDEN[one.value]) for one in self.made.forbidden]


def propose(incident: Incident, facts: Iterable[Fact]) -> Proposal | None:
    """Propose a posture from the category, the confirmed cause, and whether it happened before; None without a type."""
    rules, category = knowledge.strategy(), Category(incident.category)
    if category not in rules.guess:
        return None
    known = Known(
        crisis=rules.guess[category],
        confirmed=any(one.key == Key.CAUSE and one.status == Status.CONFIRMED for one in facts),
        history=has_happened(incident),
    )
    found = ways(
        Severity(incident.severity),
        crime=category is Category.HARASSMENT,
        private_data=category is Category.PRIVACY_LEAK,
    )
    return Proposal(advise(known, rules), [WAYS[code] for _way, code in found])


def has_happened(incident: Incident) -> bool:
    """Say whether the brand has had an incident of this category before."""
    before = Incident.objects.filter(brand=incident.brand, category=incident.category)
    return before.filter(opened_at__lt=incident.opened_at).exists()
