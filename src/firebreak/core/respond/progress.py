"""What does a published text tell the public: what is known, what is not, what is done, and when is the next word?

A text is read as people write it: a first line without an end is its title, and a line that is one of a few headings
begins a part. Nothing is added to it, so that a page made of parts holds published words only.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from firebreak.core.text.fold import fold

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "known": ("已經知道", "目前已知", "已知", "what we know"),
    "unknown": ("還不知道", "尚待查明", "未知", "what we do not know yet", "what we don't know yet"),
    "doing": ("正在做", "目前處理", "處理中", "what we are doing"),
    "act": ("我要怎麼做", "您可以怎麼做", "你可以怎麼做", "what you can do"),
    "promise": ("我們的承諾", "我們承諾", "承諾", "what we promise"),
    "done": ("已經做到", "已做到", "已兌現", "what we have done"),
    "next": ("下次更新", "下一次更新", "next update"),
}
TITLE = 60
ENDS = "。．.!?！？:：;；"
BULLET = re.compile(r"^\s*(?:[-–•·・*]|\d{1,2}[.、)])\s*")
PHONE = re.compile(r"(?<!\d)0800[- ]?\d{3}[- ]?\d{3}(?!\d)")


@dataclass(frozen=True, slots=True)
class Progress:
    """A text in its parts, in its own words."""

    title: str
    body: tuple[str, ...]
    parts: Mapping[str, tuple[str, ...]]

    def part(self, name: str) -> tuple[str, ...]:
        return self.parts.get(name, ())

    @property
    def is_standing(self) -> bool:
        """Tell whether it says how things stand, beside what is new."""
        return any(self.part(name) for name in ("known", "unknown", "doing"))


def progress_of(text: str) -> Progress:
    """Read a text in its parts.

    >>> told = progress_of("初步檢驗\\n墊圈老化了。\\n已經知道：\\n- 批號 B1\\n下次更新：明天 12:00")
    >>> told.title, told.body, told.part("known"), told.part("next")
    ('初步檢驗', ('墊圈老化了。',), ('批號 B1',), ('明天 12:00',))
    """
    lines = [line.strip() for line in text.splitlines()]
    title = title_of(lines)
    body: list[str] = []
    parts: dict[str, list[str]] = {}
    here = ""
    for line in lines[1:] if title else lines:
        name, rest = heading_in(line)
        if name:
            here = name
            parts.setdefault(name, []).extend([rest] if rest else [])
        elif not line:
            here = ""
        elif here:
            parts[here].append(BULLET.sub("", line))
        else:
            body.append(line)
    return Progress(title, tuple(body), {name: tuple(found) for name, found in parts.items()})


def title_of(lines: list[str]) -> str:
    """Give the first line where it is a title: short, without an end, with something below it."""
    first = lines[0] if lines else ""
    is_title = 0 < len(first) <= TITLE and first[-1] not in ENDS and any(lines[1:]) and not heading_in(first)[0]
    return first if is_title else ""


def heading_in(line: str) -> tuple[str, str]:
    """Name the part that a line begins, and give what stands behind its colon; nothing for any other line."""
    head, colon, rest = line.replace("：", ":", 1).partition(":")
    plain = fold(head).strip()
    for name, words in HEADINGS.items():
        if plain in {fold(word) for word in words} and (colon or not rest):
            return name, line[len(head) + 1 :].strip() if colon else ""
    return "", ""


def phone_in(text: str) -> str:
    """Give the free number of a text, if it names one.

    >>> phone_in("請撥 0800-000-147"), phone_in("請撥 0912-345-678")
    ('0800-000-147', '')
    """
    found = PHONE.search(text)
    return found.group() if found else ""
