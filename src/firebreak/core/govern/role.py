"""Who may do what? One table of role and act, asked by every service, page and API call."""

from collections.abc import Collection, Mapping

from firebreak.core.terms import Act, Role

WRITES: frozenset[Act] = frozenset(
    {Act.TRIAGE, Act.ALERT, Act.INCIDENT, Act.OVERRIDE, Act.CONFIGURE, Act.ADMINISTER, Act.ERASE, Act.APPROVE}
)
"""Acts that change a record; the others only look."""

_LOOKS = frozenset({Act.READ, Act.UNMASK, Act.EXPORT, Act.AUDIT})
_HANDLES = frozenset({Act.READ, Act.TRIAGE, Act.ALERT, Act.INCIDENT})

# An auditor reads all there is, and writes nothing. An agency configures and unmasks for the brand it serves, but
# neither exports the brand's data nor overrides its rules. An executive decides without handling personal data. Who
# answers the public erases nothing: what is erased on request is decided by those who answer for the law. Who may
# approve is not yet whose turn it is: that is asked text by text.
TABLE: Mapping[Role, frozenset[Act]] = {
    Role.VIEWER: frozenset({Act.READ}),
    Role.CS_AGENT: _HANDLES,
    Role.AGENCY_LEAD: _HANDLES | {Act.UNMASK, Act.CONFIGURE, Act.APPROVE},
    Role.BRAND_PR: _HANDLES | {Act.OVERRIDE, Act.UNMASK, Act.EXPORT, Act.AUDIT, Act.CONFIGURE, Act.APPROVE},
    Role.LEGAL: frozenset({Act.READ, Act.TRIAGE, Act.UNMASK, Act.EXPORT, Act.AUDIT, Act.ERASE, Act.APPROVE}),
    Role.EXECUTIVE: frozenset({Act.READ, Act.ALERT, Act.INCIDENT, Act.OVERRIDE, Act.EXPORT, Act.AUDIT, Act.APPROVE}),
    Role.AUDITOR: _LOOKS,
    Role.ADMIN: frozenset(Act),
}

AGENCY_ACTS: frozenset[Act] = TABLE[Role.AGENCY_LEAD]
"""What an engagement may cover; whatever role an agency's person has, they do nothing beyond it."""


AGENCY_ROLES: tuple[Role, ...] = tuple(role for role in Role if TABLE[role] <= AGENCY_ACTS)
"""What an agency's person may be. Every other role speaks for the brand's own house, and so for its yes to a text."""


def acts_of_agency(role: Role, *, scopes: Collection[str]) -> frozenset[Act]:
    """Name what an agency's person may do in a role: what the scopes of the engagement cover (codes of acts), and in a
    role of the brand's own house no approving, for that yes would be the agency's."""
    kept = frozenset(act for act in TABLE[role] if act.value in scopes)
    return kept if role in AGENCY_ROLES else kept - {Act.APPROVE}


def may(role: Role, act: Act) -> bool:
    """Say whether a person in `role` may do `act` to the brand's records."""
    return act in TABLE[role]


def who_may(act: Act) -> tuple[Role, ...]:
    """Name the roles that may do `act`, in the order of `Role`: what a page writes beside a button out of reach."""
    return tuple(role for role in Role if may(role, act))
