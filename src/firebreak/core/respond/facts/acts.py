"""What does a text offer, refuse, or say it will do? Each act that is known, with its sign."""

from bisect import bisect_right
from itertools import pairwise

from firebreak.core.respond.facts.fact import Sheet, words_of
from firebreak.core.respond.facts.rules import Act, shape
from firebreak.core.respond.facts.wording import Part, is_denied, parts_of, sentence_at
from firebreak.core.text.fold import fold

ACT = "act"
MODAL = shape("(?:已經?|將|會|要|先|即日起|現在|仍|亦)+$")
EMPTY_HEADS = frozenset(
    map(
        fold,
        (
            "計畫",
            "計劃",
            "打算",
            "規劃",
            "安排",
            "服務",
            "情形",
            "費用",
            "問題",
            "方式",
            "措施",
            "使用",
            "處理",
            "進行",
            "時間",
            "辦法",
            "資料",
        ),
    )
)
"""What stands last in many a clause, and says little of what it is about."""
VERB = 2
"""How many words a bare verb has at most; what it refuses then stands in the clause before."""
NEGATIVE, PART = "negative", "part"
"""A clause that says what will be in words that deny or limit (我們沒有給別的平台賣): no refusal clashes with it."""
CEASE, NO_MORE = "cease", shape("不(?:會|得|能)?再|不續|不繼續|不[辦演開賣做出上播]了|no longer")
"""What ends something and what is done no more are no clash (終止聘用, 不再聘)."""
WILL, WONT, HALT, GOING, VOW, DROP, CHANGE = "will", "wont", "halt", "going", "vow", "drop", "change"


def read_acts(sheet: Sheet) -> None:
    """Note every known act once a sign, and what clauses assert or rule out in other words."""
    parts = list(parts_of(sheet))
    for act in sheet.rules.acts:
        read_act(sheet, act, parts)
    for before, part in pairwise([Part("", 0, 0), *parts]):
        read_pledge(sheet, part, before.text)


def read_act(sheet: Sheet, act: Act, parts: list[Part]) -> None:
    """Note where an act is first offered, and where it is first refused."""
    seen: set[bool] = set()
    starts = [part.start for part in parts]
    for match in act.shape.finditer(sheet.whole):
        part = parts[max(0, bisect_right(starts, match.start()) - 1)]
        refused = is_denied(sheet, part, *match.span(), sheet.rules.refused_before, sheet.rules.refused_after)
        refused = refused or (act.field == "promise" and is_unneeded(sheet, part, match.start()))
        if refused not in seen:
            seen.add(refused)
            part_only = PART if sheet.rules.reach["only"].search(part.text) else ""
            sheet.note(act.field, (act.name, refused), *match.span(), unit=ACT, bound=part_only)


def read_pledge(sheet: Sheet, part: Part, before: str) -> None:
    """Note what a clause says will be, rules out, halts or goes on with: acts that no rule knows are told by these."""
    rules, text = sheet.rules, sheet.rules.doubled.sub(" ", part.text)
    if rules.no_pledge.search(text) or rules.faulty.search(text) or sheet.whole[part.end : part.end + 1] == ":":
        return
    denials, halts = list(rules.denying.finditer(text)), list(rules.halting.finditer(text))
    negated = (len(denials) + len(halts)) % 2 == 1
    going = bool(rules.going.search(text)) or (not negated and bool(halts))
    unit = WONT if negated and denials else HALT if negated else GOING if going else WILL
    cues = denials or halts
    whole, topic = content(sheet, text), frozenset[str]()
    refused = content(sheet, text[cues[-1].end() :]) if negated else whole
    if negated:
        subject = MODAL.sub("", rules.idle.sub("", text[: cues[0].start()]))
        topic = words_of(rules.idle.sub("", text[cues[-1].end() :])[-2:])
        topic |= frozenset() if denials else words_of(subject[-2:])
        topic -= EMPTY_HEADS
    if negated and len(said_of(whole)) <= VERB:
        whole |= content(sheet, before)
        topic = words_of(rules.idle.sub("", before)[:2])
    if whole and rules.changing.search(text) and not cues:
        sheet.note("promise", (whole, whole, topic), part.start, part.end, unit=CHANGE)
    if whole:
        field = by_lean("promise" if is_planned(sheet, text, before) else "remedy", lean_of(sheet, text))
        doubtful = rules.states.negative.search(text) or rules.reach["only"].search(text)
        bound = NEGATIVE if unit == WILL and doubtful else ""
        sheet.note(field, (refused, whole, topic), part.start, part.end, unit=unit, bound=bound)
        read_vow(sheet, part, whole, vow_field(sheet, text))


def read_vow(sheet: Sheet, part: Part, whole: frozenset[str], field: str) -> None:
    """Note what is firmly promised of the time to come, and what is firmly dropped, whatever it is."""
    rules = sheet.rules
    if rules.no_vow.search(part.text):
        return
    unit = DROP if rules.dropping.search(part.text) else VOW
    if unit == DROP or rules.vowed.search(part.text):
        ended = (NO_MORE if unit == DROP else rules.halting).search(part.text)
        begin, end = sentence_at(sheet.whole, part.start, part.end)
        around = content(sheet, sheet.whole[begin:end])
        sheet.note(field, (whole, around), part.start, part.end, unit=unit, bound=CEASE if ended else "")


def is_unneeded(sheet: Sheet, part: Part, start: int) -> bool:
    """Say whether an act that was planned is called needless (也就不用公布了), which drops it."""
    return bool(sheet.rules.unneeded.search(sheet.whole[max(part.start, start - 8) : start]))


def vow_field(sheet: Sheet, text: str) -> str:
    """Give the field of a promise: what somebody gets for the harm is a remedy."""
    return "remedy" if sheet.rules.caring.search(text) and not sheet.rules.planned.search(text) else "promise"


def is_planned(sheet: Sheet, text: str, before: str) -> bool:
    """Say whether a clause speaks of what the organisation will do, and not of what somebody gets for the harm."""
    rules = sheet.rules
    if rules.planned.search(text):
        return True
    return bool(rules.announced.search(text)) and not rules.remedial.search(before + text)


def content(sheet: Sheet, text: str) -> frozenset[str]:
    """Give the words of a clause that say what it is about, and the concepts that they stand for (#staff)."""
    rules = sheet.rules
    concepts = frozenset(f"#{name}" for name, pattern in rules.concepts.items() if pattern.search(text))
    for pattern in (rules.denying, rules.halting, rules.going, rules.idle):
        text = pattern.sub(" ", text)
    return words_of(text) | concepts


def lean_of(sheet: Sheet, text: str) -> int:
    """Say whether a clause tells of what somebody gets for the harm (above 0) or of what the organisation will do."""
    rules = sheet.rules.states
    return len(rules.remedial.findall(text)) - len(rules.measured.findall(text))


def by_lean(field: str, lean: int) -> str:
    """Give the field of a clause: a remedy where it speaks of what somebody gets, a promise of what will be done."""
    if field not in ("remedy", "promise") or not lean:
        return field
    return "remedy" if lean > 0 else "promise"


def said_of(words: frozenset[str]) -> frozenset[str]:
    """Leave out the concepts: only the words as they were said."""
    return frozenset(word for word in words if not word.startswith("#"))
