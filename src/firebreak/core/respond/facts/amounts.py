"""Which sum, share and count stand in a text? Each in one form, whatever the spelling."""

import re
from decimal import Decimal

from firebreak.core.respond.facts.fact import How, Sheet
from firebreak.core.respond.facts.numeral import HAN, NUMBER, ROUGH, ROUGH_AFTER, bound_of, value_of
from firebreak.core.respond.facts.rules import shape

CURRENCY = {"us$": "usd", "usd": "usd", "美元": "usd", "美金": "usd", "us dollar": "usd", "us dollars": "usd"}
MONEY = shape(
    rf"(?P<cur>nt\$|ntd|twd|新台幣|新臺幣|台幣|臺幣|us\$|usd|美金|美元|\$) ?(?P<n>{NUMBER})(?P<m> ?(?:多|餘))?"
    r"(?: ?[元圓](?:整)?)?"
    rf"|(?P<n2>{NUMBER}) ?(?P<m2>多|餘)? ?(?P<after>元|圓|塊錢|塊|美元|美金|us dollars?\b|\bdollars?\b|\bntd\b|\bnt\b)"
    r"(?:整)?"
)
UNSAID = shape(
    r"拿到|領到|得到|拿回|給付|賠|補|退|折抵|包|慰問|年費|月費|會費|學費|費用|押金|訂金|損失|虧|捐|罰|獎金|薪|認列|財損|價|支付|[折扣]"
    r"|車錢|車資|一[個張盒份位戶台人包瓶件]"
)
BARE_SUM = shape(
    r"(?<![\d./:a-z-])(?P<n>(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?) ?[萬億]|\d{1,3}(?:,\d{3})+|[1-9]\d{2,6}"
    r"|(?:(?<=[退補賠扣付])|(?<=[退補賠扣付] ))[1-9]\d(?! ?[萬億千百十])"
    r"|[一二兩三四五六七八九十百千萬億]{2,12}|半)"
    r"(?P<m>多[萬億]?|餘[萬億]?)?"
    r"(?! ?[\d.:/%a-z萬億個位名人件筆張台戶家間點時分秒日月年號成折度隻週周天小倍歲樓期版次頁])"
)
PERCENT = shape(
    rf"百分之(?P<h>{HAN}|\d+)|(?P<n>{NUMBER}) ?(?:%|\bpercent\b|\bper cent\b)"
    r"|(?P<c>[一二兩三四五六七八九]|\d) ?成(?P<c2>[一二三四五六七八九]|半)?(?P<m>多)?(?!員(?!工)|[因為立份功])"
    r"|(?P<z>[一二三四五六七八九]{1,2}|\d{1,2}) ?折(?!抵|價|扣|舊|磨)|(?P<half>半價|一半|半數|\bhalf\b(?! an hour))"
)
PEOPLE = "位|名|人|個人"
COUNTERS = (
    "台斤|公噸|公頃|分貝|梯次|趟|冊|束|朵|棵|籠|籃|斤|噸|劑|針|格|封|節|枝|頂|尊|校|本(?![店公社院校館園行人])|kg|cc"
    "|箱|件|盒|包|瓶|罐|支|台|輛|部|間|家|店|戶|班|筆|份|組|則|張|頁|層|坪|公斤|公克|克|公升|毫升|ppm|mg|ml|度|隻|顆|頭|尾"
    "|片|條|棟|座|場|堂|雙|套|桶|袋|杯|碗|架|艘|項|種|款|批|次|歲|公里|公尺|碼|倍|桌|攤|起|通|例|株|床|席|盤|塊|根|把|粒|盞"
    "|件次|人次|打"
)
SAME = {
    "头": "只", "尾": "只", "毛孩": "只", "家": "间", "店": "间", "公克": "克", "部": "台", "辆": "台", "摊位": "摊",
    "起": "件", "则": "件", "通": "件", "例": "件", "帐户": "户", "帐号": "户", "订单": "笔",
}  # fmt: skip
PERSON = (
    "寶寶|嬰兒|新生兒|小孩|大人|乘員|組員|男子|女子|男童|女童|阿姨|鄰居|車主|店家員工|小朋友|孩子|[幼學]童|幼兒|學生|同學|學員|客人|[顧旅乘遊房住賓病訪]客|來賓|住戶|民眾|病人|病患|患者|會員|用戶|員工|同仁|朋友"
    "|信眾|社員|讀者|觀眾|選手|志工|隊員|長[輩者]|老人|家長|司機|居民|工人|傷者|[使受]用者|消費者|當事人|考生|鄉親|人"
)
NOBODY = shape(
    r"(?:無人|沒有?人|沒有?任何人|無人員|未造成[^,。]{0,4}|沒有?造成[^,。]{0,4}|並?無[^,。]{0,4}?)(?:員)?(?:受傷|傷亡|送醫|罹難|死傷)"
    r"|\b(?:nobody|no one) (?:was |were )?(?:hurt|injured)|\bno (?:injuries|casualties)\b"
)
LISTED = re.compile(r"\d ?、 ?$")
OF_THE_REST = shape(r"其[他餘]|另|重")
OF_PERSON = shape(PERSON)
OF_PEOPLE = shape(rf"(?P<n>{NUMBER}) ?(?P<m>多|餘)? ?個 ?(?P<u>{PERSON})")
BEHIND = shape(
    rf"(?:(?P<u>{PERSON}|[帳住商用]戶|帳號|[㐀-鿿]{{2}}(?=一共|總共|共|計|有|是))"
    r"(?:一共|總共|總計|共計|合計|共|計|有|是|大約|約){0,3}) ?"
    rf"(?P<n>{NUMBER}) ?(?P<m>多|餘)?個(?=[,。、;!?)]|$)"
)
"""What is named before its number (客人三十四個)."""
BOUGHT = shape(r" ?(?:訂單|單子?(?!位|一|純))")
AN_ORDER, VAGUE, LARGE_FIRST = shape(r"第 ?$"), shape(r"[數幾上]$"), shape(r"[十百千萬億]")
RANGE = shape(rf"(?P<n>{NUMBER}) ?(?:[萬千百]?[元塊人位名件筆戶])? ?(?:至|到|~|-|–|\bto) ?$")
WHO_AFTER, WHO_BEFORE = 6, 10
CUT, COUNTED = shape(r"[,。、;:!?()]"), shape(r"(?:[一總]共|總計|共計|合計|[共計有約是為達]| |:){0,4}$")
COUNT = shape(rf"(?P<n>{NUMBER}) ?(?P<m>多|餘|來)?(?: ?個)?(?P<u>{PEOPLE}|{COUNTERS})")
THINGS = shape(
    rf"(?P<n>{NUMBER}) ?(?P<m>多|餘)?個(?P<u>(?![也都還在是就不沒月小半多有的會要可能已被到來去給])[㐀-鿿]{{2}})"
)
EACH = shape(r"(?:一|1)(?: ?個)?[㐀-鿿]")
AFTER_EACH = shape(
    r" ?(?:就|先|再|另|最多|各|只|都|則|大概|我們)?(?:[賠補退折包送領付限拿收繳扣得可分發贈給省坐吃喝買抽選帶]"
    r"|[\d一二兩三四五六七八九半]|一|的)"
)
PERSONS = (
    "people|persons?|customers?|guests?|passengers?|users?|members?|students?|children|patients?|diners?|workers?"
    "|employees?|riders?|residents?|visitors?"
)
THINGS_COUNTED = (
    "units?|stores?|shops?|branches|orders?|accounts?|cases?|complaints?|boxes|bottles|items?|parcels?|packages?"
    "|phones?|cars?|vehicles?|flights?|rooms?|samples?|reports?|products?|seats?|tickets?|reviews?|households?|homes?"
    "|bags?|cups?|cartons?|cans?|packs?|meals?|buses|bikes?|scooters?|letters?|emails?|copies|tables?|trees?|calls?"
    "|animals?|pets?|dogs?|birds?|classrooms?|bookings?|records?|entries|transactions?|payments?|claims?|tests?|vans?|trucks?|laptops?|batteries|cakes?"
)
ENGLISH = shape(
    rf"(?P<n>{NUMBER}) (?:[a-z-]+ ){{0,2}}?(?P<u>(?:{PERSONS}|{THINGS_COUNTED})\b(?! (?:{THINGS_COUNTED})\b)"
    rf"|(?:{THINGS_COUNTED})\b)"
)
SOME_OF = shape(
    rf"(?P<n>{NUMBER}) of (?:the |our |its |all )?"
    rf"(?={NUMBER} (?:[a-z-]+ ){{0,2}}?(?P<u>(?:{PERSONS}|{THINGS_COUNTED})\b))"
)
ENGLISH_UNITS = {
    "store": "间", "shop": "间", "branche": "间", "household": "户", "home": "户", "car": "台", "vehicle": "台",
    "case": "件", "complaint": "件", "report": "件", "item": "件", "bottle": "瓶", "boxe": "盒", "parcel": "件",
    "package": "件", "unit": "台", "order": "笔", "flight": "班", "room": "间", "account": "户", "review": "则",
    "bag": "袋", "cup": "杯", "carton": "箱", "can": "罐", "pack": "包", "meal": "份", "buse": "台", "bike": "台",
    "scooter": "台", "letter": "封", "email": "封", "copie": "本", "table": "桌", "tree": "棵", "call": "件",
    "record": "笔", "entrie": "笔", "transaction": "笔", "payment": "笔", "claim": "件",
    "classroom": "间", "booking": "笔", "van": "台", "truck": "台", "laptop": "台", "ticket": "张", "seat": "席",
    "phone": "支", "animal": "只", "pet": "只", "dog": "只", "bird": "只",
}  # fmt: skip


def read_money(sheet: Sheet) -> None:
    for match in list(MONEY.finditer(sheet.plain)):
        value = value_of(match.group("n") or match.group("n2") or "")
        name = (match.group("cur") or match.group("after") or "").strip()
        if value is not None:
            sheet.take("money", value, *match.span(), **how(sheet, match, CURRENCY.get(name, "twd")))


def read_unsaid_money(sheet: Sheet) -> None:
    """Read a sum whose currency is left out, as speech does where the clause pays or costs (一張退一千四)."""
    for match in list(BARE_SUM.finditer(sheet.plain)):
        value = value_of(match.group("n") + (match.group("m") or "")[1:])
        if value is None or (value < 50 and not match.group("n").isdecimal()) or "\0" in match.group():
            continue
        if UNSAID.search(sheet.whole, max(0, match.start() - 16), min(len(sheet.whole), match.end() + 4)):
            sheet.take("money", value, *match.span(), **how(sheet, match, "twd"))


def read_nobody(sheet: Sheet) -> None:
    """Read that nobody was hurt as a count of none; of one case among others it says nothing of all."""
    for match in NOBODY.finditer(sheet.whole):
        if not OF_THE_REST.search(sheet.whole[max(0, match.start() - 8) : match.start()]):
            sheet.note("number", Decimal(0), *match.span(), unit="person")


def read_numbers(sheet: Sheet) -> None:
    read_nobody(sheet)
    for match in list(PERCENT.finditer(sheet.plain)):
        sheet.take("number", percent_of(match), *match.span(), unit="%", more=bool(match["m"]))
    for pattern in (SOME_OF, ENGLISH, OF_PEOPLE, BEHIND, COUNT, THINGS):
        for match in list(pattern.finditer(sheet.plain)):
            value = value_of(match.group("n"))
            if value is None or "\0" in match.group() or is_each(sheet, match) or is_listed(sheet, match):
                continue
            if is_vague(sheet, match.start("n")):
                sheet.hide(*match.span())
                continue
            unit, times = unit_of("订单" if BOUGHT.match(sheet.plain, match.end()) else match.group("u"))
            sheet.take("number", value * times, *match.span(), **how(sheet, match, unit))


def how(sheet: Sheet, match: re.Match[str], unit: str) -> How:
    """Give the unit, how exactly a value was given (約三百, 九百多筆, 不到十件), of whom, and for one or for all."""
    found = match.groupdict()
    counted = sheet.rules.counted
    more = bool(found.get("m") or found.get("m2"))
    before, after = sheet.plain[max(0, match.start() - 14) : match.start()], sheet.plain[match.end() :][:8]
    return How(
        unit=unit,
        roughly=bool(ROUGH.search(before) or ROUGH_AFTER.match(after)),
        more=more,
        bound=bound_of(before, after),
        low=low_end(before),
        besides=bool(counted["besides"].search(before)),
        kind=who(sheet, match) if unit == "person" else "",
        each="each"
        if counted["for_each"].search(sheet.whole[max(0, match.start() - 14) : match.start()])
        or counted["each_after"].match(after)
        else "all"
        if counted["for_all"].search(before)
        else "",
    )


def low_end(before: str) -> Decimal | None:
    """Give where a range begins that ends in a value (20 至 60 元)."""
    found = RANGE.search(before)
    return value_of(found["n"]) if found else None


def who(sheet: Sheet, match: re.Match[str]) -> str:
    """Say who is counted: in the count itself, right behind it, or right before it."""
    after = CUT.split(sheet.whole[match.end() :][:WHO_AFTER])[0]
    before = COUNTED.sub("", sheet.whole[: match.start()][-WHO_BEFORE:])
    if sheet.rules.counted["sent"].search(sheet.whole[: match.start()][-WHO_AFTER:]):
        return "staff"
    for said in (match.group(), after):
        found = [(place.start(), name) for name, pattern in sheet.rules.who.items() if (place := pattern.search(said))]
        if found:
            return min(found)[1]
    ends = (
        name
        for name, pattern in sheet.rules.who.items()
        if any(place.end() == len(before) for place in pattern.finditer(before))
    )
    return next(ends, "")


def is_vague(sheet: Sheet, start: int) -> bool:
    """Say whether a numeral gives no value of its own: 數百人, 上千件, and 第三批, which is an order."""
    before = sheet.plain[max(0, start - 2) : start]
    return bool(AN_ORDER.search(before)) or bool(VAGUE.search(before) and LARGE_FIRST.match(sheet.plain, start))


def is_each(sheet: Sheet, match: re.Match[str]) -> bool:
    """Say whether `one` counts nothing: one each, one by one, one and the same (一個人 500、一盒一盒、同一張)."""
    if not EACH.match(match.group()) or value_of(match.group("n")) != 1:
        return False
    before = sheet.plain[max(0, match.start() - 2) : match.start()]
    after = sheet.plain[match.end() :][:4]
    if sheet.whole[: match.start()].endswith(match.group()):
        return True
    return before.endswith(
        tuple(shape(name).pattern for name in ("同", "每", "哪", "這", "那", "任", "另", "下", "上", "第"))
    ) or (bool(AFTER_EACH.match(after)) or match.group()[0] in after[:1] or "\0" in after[:2])


def is_listed(sheet: Sheet, match: re.Match[str]) -> bool:
    """Say whether a numeral is the last of a list of names (1、2、5 班), and counts nothing."""
    return bool(LISTED.search(sheet.plain[max(0, match.start("n") - 3) : match.start("n")]))


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


def unit_of(word: str) -> tuple[str, int]:
    """Give in what is counted, and how many of these one of the word is (a dozen, 打, is twelve)."""
    if word in (*PEOPLE.split("|"), "个人", "人次") or re.fullmatch(PERSONS, word) or OF_PERSON.fullmatch(word):
        return "person", 1
    if word == "打":
        return "瓶", 12
    plain = word.removesuffix("s") if word.isascii() else word
    return ENGLISH_UNITS.get(plain, SAME.get(plain, plain)), 1
