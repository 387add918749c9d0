"""Which word do code, screen and manual use for the same thing? Writes docs/glossary.md, and the errors in operate.md.

    python -m tools.glossary update | check

Words come from where the console takes them: the codes of core/terms.py, the sentences of console/words.py and the
names of records, each in English and as the zh-Hant catalogue has it. Only values that no page ever names have their
words here.
"""

import enum
import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parent.parent
GLOSSARY = ROOT / "docs" / "glossary.md"
OPERATE = ROOT / "docs" / "operate.md"
MARKED = re.compile(r"(<!-- errors: tools/glossary.py -->\n).*?(<!-- end -->)", re.DOTALL)

# Values of core/terms.py whose words stand in no catalogue: identifier → (zh-Hant, English).
VALUES: Mapping[str, tuple[str, str]] = {
    "About": ("所指", "about: a watch found in a post, and the tone towards it"),
    "Act": ("權限", "act: what a role may do"),
    "Alarm": ("警訊", "alarm: an alert before it has a record"),
    "Assessment": ("評估", "assessment: how bad a story is, and why"),
    "Author": ("作者", "author"),
    "Category": ("分類", "category"),
    "Claim": ("可查證的說法", "claim: checkable, unverified until a person says otherwise"),
    "Deadline": ("時限", "deadline: one clock of an incident"),
    "Emotion": ("情感", "emotion"),
    "Engagement": ("互動數", "engagement of a post: likes, comments, shares, views"),
    "Driver": ("推動預測的因素", "driver: a group of features that moves a forecast, by a factor"),
    "LeadTime": ("提前時間", "lead time: by how long alerts came before the fullest hour of their stories"),
    "DayAhead": ("未來 7 天", "day ahead: posts and negative share to expect of one of seven days, with bands of 80 %"),
    "Hindsight": ("事後檢驗", "hindsight: how good forecasts of ended stories were"),
    "Rise": ("弱訊號", "weak signal: a small topic or word that rises, with the interval of its growth"),
    "Pair": ("常伴隨負面的用詞", "pair: a word that goes with criticism, with its lift"),
    "Health": ("聲譽健康", "health: how a brand's reputation stands, 0 to 100 with its interval"),
    "Media": ("圖片或影片", "media"),
    "Phase": ("階段", "phase of an incident"),
    "Pii": ("個資", "personal data in a post"),
    "Post": ("提及", "mention on the screen, post in the code"),
    "PostKind": ("貼文類型", "kind of post"),
    "Range": ("預期範圍", "range: what is normal here and now"),
    "Reading": ("判讀", "reading: what one post says"),
    "Reason": ("理由", "reason: one line of an explanation"),
    "Role": ("角色", "role"),
    "Ruling": ("人工判定", "ruling: the level that a person gave a story"),
    "Sentiment": ("情緒", "sentiment towards the brand"),
    "Severity": ("級別", "severity"),
    "Signal": ("訊號", "signal: why an alert was raised"),
    "Span": ("位置", "span: a place in a post as published"),
    "StoryFacts": ("話題數據", "facts of a story, from which severity is judged"),
    "Watch": ("關鍵字", "watch: a named thing to listen for"),
    "WatchKind": ("關鍵字種類", "kind of watch"),
    "Weight": ("權重", "weight: what one word adds to a score"),
}
POST_KINDS: Mapping[str, tuple[str, str]] = {
    "post": ("貼文", "Post"),
    "comment": ("留言", "Comment"),
    "reshare": ("轉貼", "Reshare"),
    "review": ("評論", "Review"),
    "news": ("新聞", "News"),
    "message": ("訊息", "Message"),
}
INTRO = """# Glossary

One thing has one word: in the code, on the screen and in the manual. This page is written by
`python -m tools.glossary update` from `core/terms.py`, `console/words.py`, the records and the zh-Hant catalogue; a
test fails when it is out of date. A new noun gets its row in the same commit.
"""
HEAD = ("zh-Hant", "English", "Identifier")

Row = tuple[str, str, str]


def start() -> None:
    """Set Django up without touching anybody's data directory."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firebreak.console.settings")
    os.environ.setdefault("FIREBREAK_HOME", str(ROOT / ".out" / "glossary"))
    django.setup()


def said(lazy: Any) -> tuple[str, str]:
    """Give a sentence of the console in zh-Hant and in English."""
    from django.utils import translation

    with translation.override("zh-hant"):
        chinese = str(lazy)
    with translation.override("en"):
        return chinese, str(lazy)


def nouns() -> Iterator[Row]:
    """Give the nouns of core/terms.py in the order of that page, and those that one stage keeps to itself."""
    from firebreak.core import terms
    from firebreak.core.alert.lead import LeadTime
    from firebreak.core.alert.week import DayAhead
    from firebreak.core.assess.health import Health
    from firebreak.core.assess.lift import Pair
    from firebreak.core.assess.spread.drivers import Driver
    from firebreak.core.assess.spread.hindsight import Hindsight
    from firebreak.core.assess.weak import Rise
    from firebreak.core.respond.clock import Deadline

    for name, thing in vars(terms).items():
        if isinstance(thing, type) and thing.__module__ == terms.__name__:
            yield *VALUES[name], f"core.terms.{name}"
    for thing in (Deadline, Health, Rise, Pair, Driver, Hindsight, LeadTime, DayAhead):
        yield *VALUES[thing.__name__], f"{thing.__module__.removeprefix('firebreak.')}.{thing.__name__}"


def records() -> Iterator[Row]:
    """Give the records, by the names that the console gives them."""
    from django.apps import apps

    for model in apps.get_models():
        module = model.__module__
        if module.startswith("firebreak.console."):
            place = module.removeprefix("firebreak.").removesuffix(".models")
            yield *said(model._meta.verbose_name), f"{place}.{model.__name__}"


def codes() -> Iterator[tuple[str, list[Row]]]:
    """Give each list of codes with its heading."""
    from firebreak.console import sentences, words
    from firebreak.core import terms

    tables: tuple[tuple[type[enum.StrEnum], Mapping[str, Any]], ...] = (
        (terms.Sentiment, words.SENTIMENTS),
        (terms.Emotion, words.EMOTIONS),
        (terms.Category, words.CATEGORIES),
        (terms.Severity, words.SEVERITIES),
        (terms.Signal, words.SIGNALS),
        (terms.Phase, words.PHASES),
        (terms.Role, words.ROLES),
        (terms.Act, words.ACTS),
        (terms.WatchKind, words.WATCH_KINDS),
    )
    for kind, table in tables:
        yield VALUES[kind.__name__][0] + " " + kind.__name__, [(*said(table[one.value]), one.value) for one in kind]
    yield "貼文類型 PostKind", [(*POST_KINDS[one.value], one.value) for one in terms.PostKind]
    yield "時限 Clocks", [(*said(sentence), name) for name, sentence in sentences.CLOCKS.items()]


def table(rows: Iterator[Row] | list[Row], head: tuple[str, ...] = HEAD) -> str:
    """Write rows as a Markdown table; the last column is code."""
    lines = [head, ("---",) * len(head), *((*row[:-1], f"`{row[-1]}`") for row in rows)]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def glossary() -> str:
    parts = [INTRO, "\n## Nouns\n", table(nouns()), "\n## Records\n", table(records())]
    for title, rows in codes():
        parts += [f"\n## {title}\n", table(rows)]
    return "".join(parts)


def errors() -> str:
    """Write every error code with what happened and what to do, in both languages."""
    from firebreak.console import faults

    rows = []
    for code, (what, then) in faults.ERRORS.items():
        (chinese, english), (do_chinese, do_english) = said(what), said(then)
        rows.append(f"| `{code}` | {english} {do_english} | {chinese}{do_chinese} |\n")
    return "| Code | Meaning and what to do | 意思與下一步 |\n| --- | --- | --- |\n" + "".join(sorted(rows))


def wanted() -> dict[Path, str]:
    """Give what the pages should say."""
    page = OPERATE.read_text(encoding="utf-8")
    return {GLOSSARY: glossary(), OPERATE: MARKED.sub(lambda found: found[1] + errors() + found[2], page)}


def stale() -> list[str]:
    """Name the pages that say something else than code and catalogue."""
    pages = wanted().items()
    return [page.name for page, text in pages if not page.exists() or page.read_text(encoding="utf-8") != text]


def main(wish: str) -> int:
    start()
    if wish == "update":
        for page, text in wanted().items():
            page.write_text(text, encoding="utf-8")
        return 0
    if old := stale():
        print(f"out of date: {', '.join(old)}; run python -m tools.glossary update", file=sys.stderr)
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
