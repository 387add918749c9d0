"""Does a text come onto the organisation's own channel word for word, and is it clear what a failure means?"""

import hashlib
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from threading import Thread
from typing import Any

import httpcore2
import orjson
import pytest

from firebreak.connect.channels.webhook import HEADER, KEY, Webhook
from firebreak.connect.channels.wordpress import WordPress
from firebreak.connect.contract import Press, Words
from firebreak.connect.sources.webhook import verify
from firebreak.connect.web import Limits, Target, Web, _failure
from firebreak.core.errors import ChannelRefused
from tests.contracts.site import LOST, PASSWORD, SECRET, SILENT, USER, Site, site

QUICK = Web(limits=Limits(deadline_seconds=1.0, pause_seconds=0.0, retries=0))
TEXT = '第一行 <b>粗</b> & "引號" [gallery]\n\n第二段：&amp; 0800-000-147。'
WORDS = Words(key="k" * 32, title="明泉聲明 <1>", text=TEXT, at=datetime(2026, 11, 20, 3, 34, tzinfo=UTC))


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    with site() as running:
        monkeypatch.setenv("FIREBREAK_ALLOW_HOSTS", running.host)
        yield running


@pytest.fixture
def wordpress(there: Site) -> WordPress:
    return WordPress(QUICK, there.url, USER, PASSWORD)


@pytest.fixture
def webhook(there: Site) -> Webhook:
    return Webhook(QUICK, f"{there.url}/hook", SECRET)


def refusal(press: Press, laid: str | None = None) -> ChannelRefused:
    with pytest.raises(ChannelRefused) as refused:
        press.lay(WORDS) if laid is None else press.post(WORDS, laid)
    return refused.value


def test_a_text_stands_on_wordpress_word_for_word(there: Site, wordpress: WordPress) -> None:
    laid = wordpress.lay(WORDS)
    assert there.shown == []

    posted = wordpress.post(WORDS, laid)

    assert (posted.id, posted.url) == ("1", f"{there.url}/1")
    assert [unescape(one) for one in there.shown] == [TEXT]
    assert not {"<", "["} & set(there.shown[0])


def test_what_is_laid_or_published_again_is_shown_once(there: Site, wordpress: WordPress) -> None:
    laid = {wordpress.lay(WORDS), wordpress.lay(WORDS)}

    for _ in range(3):
        wordpress.post(WORDS, laid.copy().pop())

    assert (laid, len(there.posts), len(there.shown)) == ({"1"}, 1, 1)


@pytest.mark.parametrize("lost", [LOST, SILENT])
def test_a_draft_whose_answer_was_lost_is_found_again(there: Site, wordpress: WordPress, lost: str) -> None:
    there.troubles["lay"].append(lost)

    assert refusal(wordpress).context["perhaps"]

    assert wordpress.lay(WORDS) == "1"


@pytest.mark.parametrize(
    ("status", "headers", "problem", "permanent", "wait"),
    [
        (401, {}, "key_refused", True, None),
        (403, {}, "key_refused", True, None),
        (429, {"Retry-After": "120"}, "asked_to_wait", False, 120.0),
        (500, {}, "server_trouble", False, None),
        (503, {"Retry-After": "9"}, "server_trouble", False, 9.0),
        (301, {"Location": "https://elsewhere.example/"}, "redirected", True, None),
        (422, {}, "refused", True, None),
    ],
)
@pytest.mark.parametrize("kind", ["wordpress", "webhook"])
def test_each_answer_says_whether_to_come_again(
    there: Site, kind: str, status: int, headers: dict[str, str], problem: str, permanent: bool, wait: float | None,
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    there.troubles["publish" if kind == "wordpress" else "hook"].append((status, headers))

    refused = refusal(request.getfixturevalue(kind), laid="1")

    told = refused.context
    assert (told["problem"], refused.permanent, told.get("retry_after_seconds")) == (problem, permanent, wait)
    assert (there.shown, len(there.steps)) == ([], 1)  # and nobody was asked twice, or elsewhere


@pytest.mark.parametrize("kind", ["wordpress", "webhook"])
@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_a_text_may_be_out_whose_answer_cannot_be_read(
    there: Site, kind: str, encoding: str, request: pytest.FixtureRequest
) -> None:
    there.troubles["publish" if kind == "wordpress" else "hook"].append((200, {"Content-Encoding": encoding}))

    assert refusal(request.getfixturevalue(kind), laid="1").context["perhaps"]


def test_a_text_may_be_out_whose_answer_is_too_long_or_broke_off(there: Site, wordpress: WordPress) -> None:
    narrow = Web(limits=Limits(body_bytes=9, pause_seconds=0.0, retries=0))
    cut = httpcore2.ReadError()
    cut.__cause__ = ssl.SSLError("bad record")

    assert refusal(WordPress(narrow, there.url, USER, PASSWORD), wordpress.lay(WORDS)).context["perhaps"]
    assert _failure(cut, Target.of(there.url)).context["perhaps"]


@pytest.mark.parametrize(
    ("said", "problem", "perhaps"),
    [
        (b"<p>Notice: undefined index</p>", "not_wordpress", True),
        ([], "not_wordpress", True),
        ({"status": "pending"}, "may_not_publish", None),
    ],
)
def test_what_wordpress_says_of_a_text_tells_whether_it_may_be_out(
    wordpress: WordPress, monkeypatch: pytest.MonkeyPatch, said: Any, problem: str, perhaps: bool | None
) -> None:
    monkeypatch.setattr("tests.contracts.site._Answers.publish", lambda *_: (200, said))

    told = refusal(wordpress, laid="1").context

    assert (told["problem"], told.get("perhaps")) == (problem, perhaps)


def test_what_is_sent_waits_for_no_turn(there: Site) -> None:
    there.troubles["hook"].append(SILENT)
    patient = Webhook(Web(limits=Limits(pause_seconds=0.0, retries=0)), f"{there.url}/hook", SECRET)
    first = Thread(target=lambda: refusal(patient, laid=""), daemon=True)
    first.start()
    assert there.reached.wait(10)

    patient.post(WORDS, "")

    assert first.is_alive()
    there.closing.set()
    first.join()


def test_a_wrong_password_is_for_good_and_shown_nowhere(there: Site) -> None:
    refused = refusal(WordPress(QUICK, there.url, USER, "geheim"))

    assert (refused.context["problem"], refused.permanent, refused.context["status"]) == ("key_refused", True, 401)
    assert "geheim" not in f"{refused!r} {refused} {WordPress(QUICK, there.url, USER, 'geheim')!r}"


def test_a_site_that_changes_the_words_shows_none(there: Site, wordpress: WordPress) -> None:
    there.filters = True

    refused = refusal(wordpress)

    assert (refused.context["problem"], refused.permanent, there.shown) == ("changed_there", True, [])


def test_the_test_of_a_channel_publishes_nothing(there: Site, wordpress: WordPress, webhook: Webhook) -> None:
    for press in (wordpress, webhook):
        press.check()
    there.may_publish = False
    with pytest.raises(ChannelRefused) as refused:
        wordpress.check()

    assert (refused.value.context["problem"], there.posts, there.shown) == ("may_not_publish", {}, [])


def test_what_is_no_wordpress_is_told_as_such(
    there: Site, wordpress: WordPress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.contracts.site._Answers.find", lambda *_: (200, {"hello": 1}))
    monkeypatch.setattr("tests.contracts.site._Answers.lay", lambda *_: (200, ["no"]))

    assert refusal(wordpress).context["problem"] == "not_wordpress"


def test_a_webhook_is_signed_and_says_what_it_hands_over(there: Site, webhook: Webhook) -> None:
    posted = webhook.post(WORDS, "")

    headers, body = there.handed[0]
    verify(body, signature=headers[HEADER], secret=SECRET, at=datetime.now(UTC))
    said: dict[str, Any] = orjson.loads(body)
    assert (said["event"], said["text"], said["title"], said["key"]) == ("publish", TEXT, WORDS.title, WORDS.key)
    assert said["sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()
    assert (headers[KEY], posted.url) == (WORDS.key, f"{there.url}/news/h1")


def test_a_webhook_that_fell_silent_may_have_published(there: Site, webhook: Webhook) -> None:
    there.troubles["hook"] += [LOST, SILENT]

    assert [refusal(webhook, laid="").context.get("perhaps") for _ in range(2)] == [True, True]
    webhook.post(WORDS, "")

    assert there.shown == [TEXT]


def test_a_channel_that_cannot_be_reached_has_published_nothing(there: Site) -> None:
    nowhere = Webhook(QUICK, "http://127.0.0.1:9/hook", SECRET)
    assert refusal(nowhere, laid="").context["problem"] == "private_address"

    there.shutdown()
    there.server_close()
    refused = refusal(Webhook(QUICK, f"{there.url}/hook", SECRET), laid="")

    assert (refused.context["problem"], refused.permanent, refused.context.get("perhaps")) == (
        "unreachable",
        False,
        None,
    )
