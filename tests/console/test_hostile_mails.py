"""Does a mail stay what it is, whatever was posted? Level, brand and codes; no word of a post, no second header."""

from datetime import datetime, timedelta

import pytest

from firebreak.connect.channels.email import Email, mailbox
from firebreak.console.alert.models import Delivery
from firebreak.console.assess.placing import TITLE_LENGTH, title_of
from firebreak.console.listen.models import Post
from firebreak.run.deliver import message_of
from tests.cast import Cast
from tests.records import alert, story

WORDS = "明泉毒水"
HOSTILE = {
    "script": f"{WORDS}<script>alert(1)</script>",
    "header": f"{WORDS}\r\nBcc: everybody@example.org\r\n\r\n<b>hi</b>",
    "override": f"{WORDS}\u202enoitcerid\u2066\u200f",
    "word": WORDS + "a" * 100_000,
    "emoji": WORDS + "😀" * 10_000,
    "link": f"{WORDS} javascript:alert(1) https://evil.example/",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_an_alert_about_a_hostile_post_is_told_without_its_words(text: str, cast: Cast, at: datetime) -> None:
    about = story(cast.brand, at=at, posts=1, severity="S1", title=title_of(text))
    Post.objects.filter(place__story=about).update(text=text, author_name=text[:200], url="javascript:alert(1)")
    raised = alert(cast.brand, at=at, about=about, severity="S1")
    due = Delivery.objects.create(alert=raised, channel="email", person=cast.alice, next_at=at)

    message = message_of(due, at=at + timedelta(minutes=1))
    mail = Email("127.0.0.1", 25, "alarm@firebreak.example")._mail(message, mailbox(cast.alice.email))

    assert mail.get_all("Bcc") is None
    body = mail.get_content()
    assert WORDS not in body + str(mail["Subject"])
    assert "evil.example" not in body
    assert len(mail.as_bytes()) < 4_000


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_the_title_that_a_post_gives_is_one_short_line_without_control(text: str) -> None:
    title = title_of(text)

    assert len(title) <= TITLE_LENGTH
    assert title.isprintable()
    assert title.startswith(WORDS)
