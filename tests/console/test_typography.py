"""Is what stands on a page set as an editor in Taiwan sets it?"""

import re
from typing import Any

from django.conf import settings
from django.test import Client

from tests.cast import Cast
from tests.console.walk import pages, records_of

SILENT = re.compile(r"<!--.*?-->|<(script|style|textarea|pre|head)\b.*?</\1>", re.S)
INLINE = re.compile(r"</?(?:a|abbr|b|bdi|bdo|code|data|del|em|i|ins|mark|q|s|small|span|strong|sub|sup|time)\b[^>]*>")
BLOCK = re.compile(r"<[^>]*>")
GAP = re.compile(r"[^|]{0,20}：\s+[^\s|][^|]{0,20}")


READABLE = [page for page in pages() if page.name != "stream"]


def gaps(html: str) -> list[str]:
    """Give each place where white space follows 「：」 and words follow that, on one line as a reader sees it."""
    line = BLOCK.sub("|", INLINE.sub("", SILENT.sub("|", html)))
    return [" ".join(found.split()) for found in GAP.findall(line)]


def test_a_full_width_colon_brings_its_own_space(cast: Cast, stage: dict[str, Any]) -> None:
    """A blank behind 「：」 is a hole in the line, so the value stands right behind it."""
    records = records_of(cast, stage)
    client = Client()
    client.force_login(cast.carol)  # who only watches is told most often who may: 「可發布的角色：」
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hant"
    wide: dict[str, list[str]] = {}
    for page in READABLE:
        response = client.get(page.url(cast.brand.slug, records))
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            wide |= {page.name: found} if (found := gaps(response.content.decode())) else {}

    assert wide == {}


def test_the_walk_sees_a_gap_across_inline_marks_and_none_across_lines() -> None:
    assert gaps("<p>依據的事實：\n <b>批號</b></p>") == ["依據的事實： 批號"]
    assert gaps("<p>依據的事實：<b>批號</b></p><p>可以讓你進來的人：\n</p><ul><li>王小明</li></ul>") == []
