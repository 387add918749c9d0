"""Which phone, batch, sum and count stand in a text? Each in one form, whatever the spelling."""

import re
from decimal import Decimal

from firebreak.core.respond.facts.fact import Sheet
from firebreak.core.respond.facts.numeral import HAN, NUMBER, value_of
from firebreak.core.respond.facts.rules import shape

PHONE = shape(
    r"(?<![\d-])(?:\+?886[- ]?\(?0?\)?|\(?0)\d{1,3}\)?[- .]{0,2}\d{3,4}[- .]?\d{3,4}(?![\d-])"
    r"|(?<![\d-])4\d{2}-\d{4}(?![\d-])|(?<=[撥打線])[: ]?1\d{2,3}(?!\d|-)"
)
EXTENSION = shape(r"(?:分機|轉|ext\.?|extension) ?#?(?P<n>\d{2,5})(?!\d)")
CODE = r"(?=[a-z0-9-]{0,24}\d)[a-z0-9]{1,24}(?:-[a-z0-9]{1,12}){0,4}"
MANY = rf"{CODE}(?: ?(?:、|,|和|與|及|或|至|到|~|and|&|or) ?(?:批號|lot )?{CODE}){{0,30}}"
BATCH = shape(
    r"(?:批號|批次(?:號)?|序號|型號|產品編號|\blots?\b(?: no\.?| number)?|\bbatch(?:es)?\b(?: no\.?| number)?"
    r"|\bserials?\b(?: no\.?| numbers?)?|\bmodels?\b)"
    rf" ?(?:是否|是|為|:|#|號){{0,3}} ?(?P<codes>{MANY})"
)
BARE = shape(
    r"(?<![a-z0-9./@_-])"
    r"(?P<codes>(?:[a-z]{1,4}-?\d{3,12}[a-z]?|\d{2,12}[a-z]{1,4}\d{1,12}[a-z]?)(?:-\d{1,12}){0,4})(?![a-z0-9-])"
)
OTHER_CODE = shape(
    r"(?:報告|訂單|單號|發票|字號|編號|案號|航班|車次|班次|車牌|order|report|flight|train|ref)[^,。]{0,6}$"
)
CURRENCY = {"us$": "usd", "usd": "usd", "美元": "usd", "美金": "usd", "us dollar": "usd", "us dollars": "usd"}
MONEY = shape(
    rf"(?P<cur>nt\$|ntd|twd|新台幣|新臺幣|台幣|臺幣|us\$|usd|\$) ?(?P<n>{NUMBER})(?: ?[元圓](?:整)?)?"
    rf"|(?P<n2>{NUMBER}) ?(?:多|餘)?(?P<after>元|圓|塊錢|塊|美元|美金|us dollars?\b|\bdollars?\b|\bntd\b|\bnt\b)(?:整)?"
)
PERCENT = shape(
    rf"百分之(?P<h>{HAN}|\d+)|(?P<n>{NUMBER}) ?(?:%|\bpercent\b|\bper cent\b)"
    r"|(?P<c>[一二兩三四五六七八九]|\d)成(?P<c2>[一二三四五六七八九]|半)?(?![因為立份功員])"
    r"|(?P<z>[一二三四五六七八九]{1,2}|\d{1,2}) ?折(?!抵|價|扣|舊|磨)|(?P<half>半價|一半|半數|\bhalf\b)"
)
PEOPLE = "位|名|人|個人"
COUNTERS = (
    "箱|件|盒|包|瓶|罐|支|台|輛|間|家|店|戶|班|筆|份|組|則|張|頁|層|坪|公斤|公克|克|公升|毫升|ppm|mg|ml|度|隻|顆"
    "|片|條|棟|座|場|堂|雙|套|桶|袋|杯|碗|架|艘|項|種|款|批|次|歲|公里|公尺|碼|倍"
)
SAME = {"家": "间", "店": "间", "件": "件", "笔": "笔", "公克": "克"}
COUNT = shape(rf"(?P<n>{NUMBER}) ?(?:多|餘|來)?(?: ?個)?(?P<u>{PEOPLE}|{COUNTERS})")
THINGS = shape(rf"(?P<n>{NUMBER}) ?個(?P<u>[㐀-鿿]{{2}})")
PERSONS = (
    "people|persons?|customers?|guests?|passengers?|users?|members?|students?|children|patients?|diners?|workers?"
    "|employees?"
)
THINGS_COUNTED = (
    "units?|stores?|shops?|orders?|accounts?|cases?|complaints?|boxes|bottles|items?|parcels?|packages?|phones?|cars?"
    "|vehicles?|flights?|rooms?|samples?|reports?|products?|seats?|tickets?|reviews?|households?|homes?"
)
ENGLISH = re.compile(rf"(?P<n>{NUMBER}) (?:[a-z-]+ ){{0,2}}?(?P<u>{PERSONS}|{THINGS_COUNTED})\b")
ROUGH = shape(r"(?:約|近|逾|超過|大約|將近|about|around|nearly|over|some|more than|almost|roughly) ?$")


def read_phones(sheet: Sheet) -> None:
    for match in list(PHONE.finditer(sheet.plain)):
        digits = re.sub(r"\D", "", match.group())
        if digits.startswith("886"):
            digits = "0" + digits[3:].removeprefix("0")
        if len(digits) <= 4 or 7 <= len(digits) <= 10:
            kind = "short" if len(digits) < 8 else "mobile" if digits.startswith("09") else "line"
            start = match.start() + len(match.group()) - len(match.group().lstrip(": "))
            sheet.take("phone", digits, start, match.end(), unit=kind)
    for match in list(EXTENSION.finditer(sheet.plain)):
        sheet.take("phone", match.group("n"), *match.span(), unit="extension")


def read_batches(sheet: Sheet) -> None:
    for pattern in (BATCH, BARE):
        for match in list(pattern.finditer(sheet.plain)):
            if pattern is BARE and OTHER_CODE.search(sheet.plain[max(0, match.start() - 12) : match.start()]):
                continue
            start = match.start("codes")
            for code in re.finditer(CODE, match.group("codes")):
                value = code.group().replace("-", "")
                if len(value) >= 3:
                    sheet.take("batch", value, start + code.start(), start + code.end())


def read_money(sheet: Sheet) -> None:
    for match in list(MONEY.finditer(sheet.plain)):
        value = value_of(match.group("n") or match.group("n2") or "")
        name = (match.group("cur") or match.group("after") or "").strip()
        if value is not None:
            rough = bool(ROUGH.search(sheet.plain[: match.start()]))
            sheet.take("money", value, *match.span(), unit=CURRENCY.get(name, "twd"), roughly=rough)


def read_numbers(sheet: Sheet) -> None:
    for match in list(PERCENT.finditer(sheet.plain)):
        sheet.take("number", percent_of(match), *match.span(), unit="%")
    for pattern in (ENGLISH, COUNT, THINGS):
        for match in list(pattern.finditer(sheet.plain)):
            value = value_of(match.group("n"))
            if value is not None and "\0" not in match.group():
                rough = bool(ROUGH.search(sheet.plain[: match.start()]))
                sheet.take("number", value, *match.span(), unit=unit_of(match.group("u")), roughly=rough)


def percent_of(match: re.Match[str]) -> Decimal:
    """Give a share in percent; eight 折 are twenty percent off."""
    found = match.groupdict()
    if found["half"]:
        return Decimal(50)
    if found["c"]:
        rest = found["c2"]
        tail = Decimal(5) if rest == "半" else (value_of(rest) or Decimal(0)) if rest else Decimal(0)
        return (value_of(found["c"]) or Decimal(0)) * 10 + tail
    if found["z"]:
        value = value_of(found["z"]) or Decimal(0)
        return 100 - (value * 10 if value < 10 else value)
    return value_of(found["h"] or found["n"] or "") or Decimal(0)


def unit_of(word: str) -> str:
    if word in PEOPLE.split("|") or word == "个人" or re.fullmatch(PERSONS, word):
        return "person"
    return SAME.get(word, word.removesuffix("s") if word.isascii() else word)
