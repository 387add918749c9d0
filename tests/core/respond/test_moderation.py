"""Is criticism never taken away, whoever asks for what reason, and harm only with evidence and a second person?"""

from random import Random

import pytest

from firebreak.core.respond.moderation import CONFIRMS, SHOWN, Ground, Refusal, Removal, Request, decide
from firebreak.core.terms import Role

SCAM = Request("hide", "scam", asked_by=1, complains=False, signs=frozenset({Ground.SCAM}), evidence="9f2c")


def refused(request: Request, *, by: int = 2, role: Role = Role.BRAND_PR) -> Refusal | None:
    return decide(request, confirmed_by=by, role=role).refused


def changed(**fields: object) -> Request:
    given = {name: getattr(SCAM, name) for name in SCAM.__slots__} | fields
    return Request(**given)


def test_a_scam_is_hidden_with_evidence_by_two() -> None:
    assert decide(SCAM, confirmed_by=2, role=Role.BRAND_PR).allowed


@pytest.mark.parametrize(
    ("request_", "why"),
    [
        (changed(act="delete"), Refusal.NO_SUCH_ACT),  # nothing is ever deleted
        (changed(ground="negative"), Refusal.NO_SUCH_GROUND),  # being negative is no reason
        (changed(ground="defamation"), Refusal.NO_SUCH_GROUND),  # nor is being unfair
        (changed(signs=frozenset()), Refusal.CRITICISM),  # a reason that the words do not show
        (changed(complains=True), Refusal.CRITICISM),  # a complaint called a scam
        (changed(evidence=""), Refusal.NO_EVIDENCE),
    ],
)
def test_a_refusal_says_why(request_: Request, why: Refusal) -> None:
    assert refused(request_) is why


def test_nobody_confirms_their_own_request() -> None:
    assert refused(SCAM, by=1) is Refusal.OWN_REQUEST


def test_only_who_answers_for_it_confirms() -> None:
    assert {role for role in Role if refused(SCAM, role=role) is None} == CONFIRMS


def test_personal_data_in_a_complaint_may_be_hidden() -> None:
    doxxed = changed(ground="personal_data", complains=True, signs=frozenset({Ground.PERSONAL_DATA}))

    assert refused(doxxed) is None


def test_it_says_how_many_copies_no_hiding_reaches() -> None:
    assert decide(SCAM, confirmed_by=2, role=Role.LEGAL, copies=["a", "b", "c"]).copies == 3


def test_ten_thousand_calls_never_remove_a_criticism() -> None:
    rng, harmless = Random(7), [ground for ground in Ground if ground not in SHOWN]
    acts = [*Removal, "delete", "remove", "HIDE", ""]
    grounds = [*Ground, "negative", "unfair", "criticism", "ugly", ""]
    for _ in range(10_000):
        asked = Request(
            rng.choice(acts),
            rng.choice(grounds),
            asked_by=rng.randrange(3),
            complains=True,
            signs=frozenset(rng.sample(harmless, rng.randrange(len(harmless) + 1))),
            evidence=rng.choice(["", "9f2c"]),
        )

        assert not decide(asked, confirmed_by=rng.randrange(3), role=rng.choice([*Role])).allowed
