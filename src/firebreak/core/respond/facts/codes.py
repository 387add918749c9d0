"""Which phone and which batch stand in a text? Each in one form, whatever the spelling."""

import re
from collections.abc import Iterator
from itertools import pairwise

from firebreak.core.respond.facts.fact import Sheet
from firebreak.core.respond.facts.numeral import HAN_DIGITS
from firebreak.core.respond.facts.rules import shape

PHONE = shape(
    r"(?<![\d-])(?:\+?886[- ]?\(?0?\)?|\(?0)\d{1,3}\)?[- .]{0,2}\d{3,4}[- .]?\d{3,4}(?![\d-])"
    r"|(?<![\d-])[2-8]\d{3}-\d{4}(?![\d-])"
    r"|(?<![\d-])4\d{2}-\d{4}(?![\d-])|(?<![\d-])4\d{3}-\d{3}(?![\d-])|(?<=[撥打線])[: ]?1\d{2,3}(?!\d|-)"
)
SPELLED = shape(r"[零〇][一二三四五六七八九](?:[-,、 ]?[零〇一二三四五六七八九]){6,8}(?![零〇一二三四五六七八九])")
EXTENSION = shape(r"(?:分機|轉|ext\.?|extension) ?#?(?P<n>\d{1,5})(?!\d)")
CODE = r"(?=[a-z0-9-]{0,24}\d)[a-z0-9]{1,24}(?:-[a-z0-9]{1,12}){0,4}"
JOINT = r" ?(?:、|,|和|與|及|或|跟|至|到|~|and|&|or|to|through) ?"
MANY = rf"{CODE}(?:{JOINT}(?:批號|lot )?{CODE}){{0,30}}"
LABELS = {
    "model": shape(r"型號|款號|\bmodels?\b"),
    "serial": shape(r"序號|車身號碼|引擎號碼|\bserials?\b"),
    "trace": shape(r"追溯碼|履歷碼|追蹤碼"),
}
BATCH = shape(
    r"(?:批號|批次(?:號)?|序號|型號|款號|車身號碼|引擎號碼|追溯碼|履歷碼|追蹤碼|(?:產品|商品)編號|貨號|料號|噴印|鋼印|(?:噴|雷射|識別|辨識|產品|商品|製造|底|印)碼|(?:車架|機台|生產|製造|出廠|識別)號碼?|流水號|機號"
    r"|(?:尾|首|開頭|末)碼|機身編號|(?<!訂單)(?<!案件)(?<!會員)編號|印(?:著|有|的是?|了)?"
    r"|\blots?\b(?: no\b\.?| number)?|\bbatch(?:es)?\b(?: no\b\.?| number)?"
    r"|\bdot\b|\bserials?\b(?: no\b\.?| numbers?)?|\bmodels?\b)"
    r" ?(?:末[一二三四五\d]?碼|開頭|前[一二三四五\d]碼|\([^)]{1,6}\))?"
    r"(?:是否|是|為|「|『|:|#|號|is|are|run|runs|from|range|自|由|從| ){0,6}(?:[a-z]{1,5} )?"
    rf"(?P<codes>{MANY})"
)
FIRST = shape(
    rf"(?<![a-z0-9./@_:-])(?P<codes>(?:\d{{4,12}}|{CODE})(?:{JOINT}(?:\d{{4,12}}|{CODE})){{0,9}})"
    r" ?(?:號|的)?(?:[這那]一?[批款]|批號|(?<=\d{4})批|(?<=\d{4} )批)"
)
BARE = shape(
    r"(?<![a-z0-9./@_-])"
    r"(?P<codes>(?:[a-z]{1,4}(?:\d{1,12})?-\d{2,12}|[a-z]{1,4}(?:-\d{2,12}|\d{3,12})[a-z]?|\d{2,12}[a-z]{1,4}\d{1,12}[a-z]?|\d{4,12}-[a-z]{1,2})(?:-\d{1,12}){0,4})"
    r"(?![a-z0-9-])"
)
SHORT = shape(r"(?<![a-z0-9./@_-])(?P<codes>[a-z]{1,4}-\d)(?![a-z0-9-])")
LOOSE = shape(
    r"(?<![a-z0-9./@_:-])(?P<codes>(?=[a-z0-9-]{0,24}[a-z])(?=[a-z0-9-]{0,24}\d)[a-z0-9]{1,16}(?:-[a-z0-9]{1,12}){0,4})"
    r"(?![a-z0-9.%-])"
)
LABELLED = shape(
    r"批|型號|款|序號|編號|噴碼|瓶底|罐底|盒側|布標|貼紙|背面|印[的有著]?|召回|收回|回收|下架|撤下|退倉"
    r"|\b(?:lots?|batch|models?|serial|recall)"
)
OTHER_CODE = shape(
    r"(?:報告|訂單|單號|發票|字號|編號|案號|航班|車次|班次|車牌|車號|版本|樓|order|report|flight|train|ref|version)[^,。]{0,6}$"
)
FLYING = shape(r"航班|班機|航空|登機|\bflights?\b|\bairlines?\b")
FLIGHT = re.compile(r"[a-z]{2}-?\d{2,4}")
MEASURE = re.compile(
    r"\d+(?:k|g|kg|mg|ml|l|cc|cm|mm|m|km|w|v|kw|kwh|ppm|ppb|gb|mb|tb|h|hr|hrs|min|s|d|f|th|st|nd|rd|am|pm|x|p)"
    r"|[34]d|[45]g|3c|h\d+n\d+|covid-?19|[a-z]?\d{1,2}f|b\d|v\d+|a4|mp[34]|pm2|[st]\d"
)
AND_OTHERS = shape(r" ?等(?!於|待|到|候)")
RANGE = re.compile(r"(?P<stem>.*?)(?P<tail>\d{1,9}|[a-z])")
TO = re.compile(r"至|到|~|-|–|to|through")
WIDEST = 600


def read_phones(sheet: Sheet) -> None:
    for match in list(PHONE.finditer(sheet.plain)):
        digits = re.sub(r"\D", "", match.group())
        if digits.startswith("886"):
            digits = "0" + digits[3:].removeprefix("0")
        if len(digits) <= 4 or 7 <= len(digits) <= 10:
            start = match.start() + len(match.group()) - len(match.group().lstrip(": "))
            sheet.take("phone", digits, start, match.end(), unit=kind_of(digits))
    for match in list(SPELLED.finditer(sheet.plain)):
        digits = "".join(str(HAN_DIGITS[char]) for char in match.group() if char in HAN_DIGITS)
        sheet.take("phone", digits, *match.span(), unit=kind_of(digits))
    for match in list(EXTENSION.finditer(sheet.plain)):
        sheet.take("phone", match.group("n"), *match.span(), unit="extension")


def kind_of(digits: str) -> str:
    return "short" if len(digits) < 8 else "mobile" if digits.startswith("09") else "line"


def read_batches(sheet: Sheet) -> None:
    for match in list(BATCH.finditer(sheet.plain)):
        head = match.group()[: match.start("codes") - match.start()]
        label = next((name for name, pattern in LABELS.items() if pattern.search(head)), "lot")
        take_codes(sheet, match, label)
    for match in list(FIRST.finditer(sheet.plain)):
        take_codes(sheet, match, "")
    for pattern in (BARE, SHORT, LOOSE):
        for match in list(pattern.finditer(sheet.plain)):
            sure = pattern is BARE or (pattern is SHORT and sheet.text[match.start()].isupper())
            if sure or is_labelled(sheet, match):
                before = sheet.plain[max(0, match.start() - 12) : match.start()]
                if not OTHER_CODE.search(before) and not is_other(sheet, match.group()):
                    take_codes(sheet, match, "")
    fill_ranges(sheet)


def is_other(sheet: Sheet, code: str) -> bool:
    """Say whether a code is a measure, or a flight where a text speaks of flying, and of no batch."""
    return bool(MEASURE.fullmatch(code)) or bool(FLIGHT.fullmatch(code) and FLYING.search(sheet.whole))


def is_labelled(sheet: Sheet, match: re.Match[str]) -> bool:
    """Say whether the words around a short code speak of what is printed on goods."""
    around = sheet.whole[max(0, match.start() - 24) : match.end() + 12]
    return bool(LABELLED.search(around)) or any(fact.field == "batch" for fact in sheet.facts)


def take_codes(sheet: Sheet, match: re.Match[str], label: str) -> None:
    start = match.start("codes")
    found = [code for code in re.finditer(CODE, match.group("codes")) if len(code.group().replace("-", "")) >= 2]
    some = bool(AND_OTHERS.match(sheet.whole, match.end("codes")))
    for code in found:
        span = (start + code.start(), start + code.end())
        sheet.take("batch", code.group().replace("-", ""), *span, unit=label, more=some)


def fill_ranges(sheet: Sheet) -> None:
    """Note the codes between two that stand as a range, where it is not too wide to tell them all."""
    known = sorted((fact for fact in sheet.facts if fact.field == "batch"), key=lambda fact: fact.start)
    for first, last in pairwise(known):
        if TO.fullmatch(sheet.whole[first.end : last.start].strip()):
            for value in inside(str(first.value), str(last.value)):
                sheet.note("batch", value, first.start, first.end, unit=first.unit)


def inside(first: str, last: str) -> Iterator[str]:
    """Give the codes between two of a short range (A1 to A4: A2, A3).

    >>> list(inside("gr26a", "gr26c")), list(inside("k098", "k101"))
    (['gr26b'], ['k099', 'k100'])
    """
    one, other = RANGE.fullmatch(first), RANGE.fullmatch(last)
    if not one or not other or one["stem"] != other["stem"] or len(one["tail"]) != len(other["tail"]):
        return
    begin, end = one["tail"], other["tail"]
    if begin.isdigit() and end.isdigit() and int(end) - int(begin) <= WIDEST:
        yield from (f"{one['stem']}{at:0{len(begin)}}" for at in range(int(begin) + 1, int(end)))
    elif begin.isalpha() and end.isalpha():
        yield from (f"{one['stem']}{chr(at)}" for at in range(ord(begin) + 1, ord(end)))
