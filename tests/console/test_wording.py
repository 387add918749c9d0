"""Does a brand's own template begin its texts, kept only when nothing stands against it, and never for good?"""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat, take_seat
from firebreak.console.govern.models import Entry, Person
from firebreak.console.respond.models import Incident
from firebreak.console.respond.speak.beginning import first_words
from firebreak.console.respond.speak.records import Statement
from firebreak.console.respond.wording.records import TemplateVersion
from firebreak.console.respond.wording.writing import restore_template, shipped_for, template_for, word_template
from firebreak.core.errors import BadInput, Conflict, NotAllowed
from firebreak.core.respond.outlet import Audience, Channel
from firebreak.core.respond.statement import DraftKind
from firebreak.core.respond.template import Occasion
from firebreak.core.respond.wording import words_in
from firebreak.core.terms import Category, Severity
from tests.cast import Cast
from tests.records import incident

SignIn = Callable[[Person], Client]
ABOUT = Occasion(Category.PRODUCT_DEFECT, Audience.PUBLIC, Channel.WEBSITE, DraftKind.HOLDING, Severity.S2)
CHOSEN = {"category": "product_defect", "severity": "S2", "audience": "public", "channel": "website"}
CHOSEN |= {"kind": "holding", "lang": "zh-Hant"}
OURS = "我們是明泉的客服團隊，每一則反映都會看。"


def words(**more: str) -> dict[str, str]:
    """What ships, with a sentence of our own before it."""
    shipped = words_in(shipped_for(ABOUT))
    return shipped | {"know": f"{OURS}\n{shipped['know']}"} | more


def word(seat: Seat, was: int = 0, **more: str) -> TemplateVersion:
    return word_template(seat=seat, occasion=ABOUT, words=words(**more), reason="先說我們是誰", was=was)


def begun(cast: Cast, at: datetime) -> tuple[str, str]:
    about = Incident.objects.filter(brand=cast.brand).first() or incident(cast.brand, at=at)
    return first_words(about, channel=Channel.WEBSITE, audience=Audience.PUBLIC, kind=DraftKind.HOLDING)


def test_a_text_begins_with_the_words_of_the_brand_and_keeps_which(cast: Cast, seat: Seat, at: datetime) -> None:
    code, before = begun(cast, at)
    made = word(seat)

    now, text = begun(cast, at)

    assert (OURS in before, OURS in text) == (False, True)
    assert now == f"{code}@1"
    said = Entry.objects.get(action="word_template")
    assert (said.subject, said.detail) == (f"template:{code}", {"version": 1, "digest": made.digest})


def test_it_goes_back_to_the_one_that_ships_and_keeps_the_versions(cast: Cast, seat: Seat, at: datetime) -> None:
    word(seat)
    restore_template(seat=seat, occasion=ABOUT, was=1)

    assert OURS not in begun(cast, at)[1]
    assert list(TemplateVersion.objects.values_list("number", flat=True)) == [2, 1]
    with pytest.raises(Conflict):
        restore_template(seat=seat, occasion=ABOUT, was=2)
    word(seat, was=2)
    assert begun(cast, at)[0].endswith("@3")


def test_words_that_do_harm_are_never_kept(seat: Seat) -> None:
    with pytest.raises(BadInput) as refused:
        word(seat, now="這是少數奧客在鬧事，我們保留法律追訴權。")
    assert refused.value.context["problem"] == "not_clean"
    assert not TemplateVersion.objects.exists()


def test_what_is_said_while_a_fact_is_open_is_judged_too(seat: Seat) -> None:
    with pytest.raises(BadInput) as refused:
        word(seat, closing="原因是{{ cause }}。|這是少數奧客在鬧事。")
    assert refused.value.context["problem"] == "not_clean"


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"next": ""}, "part_missing"),
        ({"know": "請看 {{ secret }}。"}, "unknown_place"),
        (dict.fromkeys(("opening", "closing"), "您好，我們收到大家的反映。\n" * 140), "no_room"),
    ],
)
def test_what_is_no_template_is_refused(seat: Seat, more: dict[str, str], problem: str) -> None:
    with pytest.raises(BadInput) as refused:
        word(seat, **more)
    assert refused.value.context["problem"] == problem


def test_it_needs_a_reason_and_other_words_and_the_slower_of_two_is_told(seat: Seat) -> None:
    with pytest.raises(BadInput):
        word_template(seat=seat, occasion=ABOUT, words=words(), reason="", was=0)
    with pytest.raises(BadInput) as same:
        word_template(seat=seat, occasion=ABOUT, words=words_in(shipped_for(ABOUT)), reason="x", was=0)
    assert same.value.context["problem"] == "same_words"
    word(seat)
    with pytest.raises(Conflict):
        word(seat, was=0, opening="您好，我們是{{ brand }}。")


def test_only_who_may_configure_words_a_template_and_only_for_their_brand(cast: Cast, seat: Seat, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        word(take_seat(cast.carol, cast.brand.slug, at=at))
    word(seat)

    assert template_for(cast.others_brand, ABOUT)[1] is None


def test_a_person_tries_and_keeps_words_on_the_page(cast: Cast, signed_in: SignIn, at: datetime) -> None:
    incident(cast.brand, at=at)
    client, address = signed_in(cast.alice), reverse("edit_template", args=[cast.brand.slug])
    assert OURS not in client.get(address, CHOSEN).content.decode()
    sent = CHOSEN | words() | {"was": "0", "reason": "先說我們是誰"}

    looked = client.post(address, sent | {"do": "look"})
    assert OURS in looked.context["tried"][0].text and not TemplateVersion.objects.exists()
    assert client.post(address, sent | {"do": "keep"}).status_code == 302

    page = client.get(reverse("text_templates", args=[cast.brand.slug]), CHOSEN).content.decode()
    assert OURS in page
    client.post(reverse("begin_incident_text", args=[cast.brand.slug, 1]), CHOSEN)
    assert OURS in Statement.objects.get().text
    client.post(reverse("restore_template", args=[cast.brand.slug]), CHOSEN | {"was": "1"})
    assert not TemplateVersion.objects.order_by("-number")[0].is_own


def test_an_earlier_version_reads_in_the_order_of_a_text(cast: Cast, seat: Seat, signed_in: SignIn) -> None:
    made = word(seat)
    as_postgresql_keeps_them = sorted(made.words.items(), key=lambda one: (len(one[0]), one[0]))
    TemplateVersion.objects.filter(pk=made.pk).update(words=dict(as_postgresql_keeps_them))

    page = signed_in(cast.alice).get(reverse("text_templates", args=[cast.brand.slug]), CHOSEN).content.decode()

    kept = page[page.index('id="h-versions"') :]
    assert kept.index(OURS) < kept.index(made.words["now"][:6])


def test_words_of_many_lines_that_were_refused_come_back(cast: Cast, signed_in: SignIn) -> None:
    """A browser sends an end of line as two letters: the words are as long as it counted them."""
    client, address = signed_in(cast.alice), reverse("edit_template", args=[cast.brand.slug])
    sent = CHOSEN | words(opening="您好。\r\n" * 450) | {"was": "4", "reason": "試試看", "do": "keep"}

    answer = client.post(address, sent)

    assert answer.status_code in (400, 409) and OURS in answer.content.decode()


def test_a_number_that_nobody_has_seen_goes_back_to_nothing(cast: Cast, seat: Seat, signed_in: SignIn) -> None:
    word(seat)

    answer = signed_in(cast.alice).post(
        reverse("restore_template", args=[cast.brand.slug]), CHOSEN | {"was": "9" * 5000}
    )

    assert answer.status_code == 409
    assert TemplateVersion.objects.get().is_own


def test_words_that_were_refused_come_back_beside_what_stands_against_them(cast: Cast, signed_in: SignIn) -> None:
    client, address = signed_in(cast.alice), reverse("edit_template", args=[cast.brand.slug])
    sent = CHOSEN | words() | {"was": "0", "reason": "試試看", "do": "keep"}

    harmful = client.post(address, sent | {"closing": "這是少數奧客在鬧事。"})
    broken = client.post(address, sent | {"opening": "{{ secret }}"})
    late = client.post(address, sent | {"was": "4"})

    assert [one.status_code for one in (harmful, broken, late)] == [400, 400, 409]
    assert "這是少數奧客在鬧事。" in harmful.content.decode() and harmful.context["flaws"]
    assert broken.context["form"].errors["opening"]
    assert OURS in late.content.decode()
    assert not TemplateVersion.objects.exists()
