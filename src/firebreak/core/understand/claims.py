"""Which sentences of a post claim something that can be checked? The machine never says whether they are true."""

import re

from firebreak.core.terms import Claim, Span
from firebreak.core.text.fold import fold

SENTENCE = re.compile(r"[^。！？!?\n；;]+[。！？!?；;]*")
SHORTEST = 6
MOST = 5
SAID = (
    "聽說|據說|據傳|有人說|網傳|傳聞|謠傳|朋友說|同事說|同學說|鄰居說|內部|員工說|離職員工|爆料|知情|轉傳|轉發|轉貼|宣稱|號稱|標榜|"
    "保證|證實|檢出|驗出|查出|查獲|發現|其實是|根本是|都是用|原來是|偷偷|暗中|隱瞞|外洩|造假|偽造|中毒|致癌|有毒|倒閉|掏空|"
    "開罰|罰鍰|回收|下架|召回|超標|不合格"
)
CLAIMING = re.compile(fold(SAID))
FIGURE = re.compile(r"\d|[一二三四五六七八九十百千万]+(?:名|人|位|家|间|万|元|块|次|件|批|%|成|公斤)")
ASKING = re.compile(fold("[?？]|嗎$|嗎。|有沒有|是不是|請問|想問"))


def claims(text: str, plain: str, *, field: str = "text", doubted: bool = False) -> tuple[Claim, ...]:
    """Find the checkable claims of one field, at most five; `plain` is the text folded.

    In a `doubted` post (a rumour) a figure is enough.
    """
    found: list[Claim] = []
    if not doubted and not CLAIMING.search(plain):
        return ()
    for sentence in SENTENCE.finditer(plain):
        start, end = trimmed(plain, *sentence.span())
        said = plain[start:end]
        if end - start < SHORTEST or (ASKING.search(said) and not doubted):
            continue
        if CLAIMING.search(said) or (doubted and FIGURE.search(said)):
            found.append(Claim(text=text[start:end], span=Span(field, start, end)))
    return tuple(found[:MOST])


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the space around a sentence."""
    said = text[start:end]
    return start + len(said) - len(said.lstrip()), end - len(said) + len(said.rstrip())
