"""On which day, at what hour, how long, how often? Taiwanese and English ways of saying it, in one form."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import cast

from firebreak.core.respond.facts.fact import How, Sheet
from firebreak.core.respond.facts.numeral import HAN, HAN_SET, NUMBER, ROUGH, ROUGH_AFTER, bound_of, value_of
from firebreak.core.respond.facts.rules import shape

ROC = 1911
MONTHS = {
    name: at
    for at, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}
MONTH = r"(?P<mon>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
SHORT = rf"(?:\d{{1,2}}|[{HAN_SET}]{{1,3}})"
WEEKDAY = r" ?(?:\((?:週|周|星期|禮拜)?[一二三四五六日天]\)|(?:星期|週|禮拜)[一二三四五六日天])?"
DATES = tuple(
    map(
        shape,
        (
            rf"(?P<roc>民國)? ?(?P<y>\d{{2,4}}|{HAN}) ?年 ?(?P<m>{SHORT}) ?月 ?(?P<d>{SHORT}) ?[日號]?{WEEKDAY}",
            r"(?<![\d./-])(?P<y>\d{4}|1\d{2})(?P<sep>[./-])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?!\d)",
            rf"(?P<m>{SHORT}) ?月 ?(?P<d>{SHORT}) ?[日號]?{WEEKDAY}",
            r"雙 ?(?P<twin>十一|十二|11|12)",
            rf"(?P<m>{SHORT}) ?月(?P<part>底|初|中旬|中)",
            r"(?<![\d/.-])(?P<m>\d{1,2})/(?P<d>\d{1,2})(?![\d/%])" + WEEKDAY,
            rf"(?<![\d/.個{HAN_SET}、])(?P<m>{SHORT}) ?月(?![\d租費薪票餅台經刊報結例會卡考球光亮])"
            r"(?!一[次回])(?:份|的)?(?P<whole>)",
            r"(?<!\d)(?P<y>(?:19|20)\d\d|[一二][零〇九][零〇一二三四五六七八九]{2}) ?年"
            r"(?! ?[\d一二三四五六七八九十]+ ?月)",
            rf"(?<![\d/.月-])(?<!\d:)(?<![{HAN_SET}])(?P<d>{SHORT}) ?(?:日|號)(?: ?\([一二三四五六日]\))?"
            r"(?=起|之?前|以前|止|恢復|復[業工駛課]|重新|開[放始幕]|才|停"
            r"|當[日天]|晚|上午|下午|凌晨|清晨|早|中午|那[天日晚個次]|這[天晚]|深?夜|半夜| ?\d{1,2}[:點時])",
            rf"(?<![\d/.月-])(?<!\d:)(?<![{HAN_SET}第a-z])(?P<d>[12]\d|3[01]|二?十[一二三四五六七八九]?|三十一?) ?號"
            r"(?=[,。;、!?)]|就|會|已|不|也|都|又|再|要|改|辦|我們|到|至|和|跟|與|或|的?(?:說明|活動|記者)|$)",
            rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{MONTH},?(?: (?P<y>\d{{4}}))?\b",
            rf"\b{MONTH} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<y>\d{{4}}))?",
        ),
    )
)
LAST = shape(rf" ?(?:至|到|~|-|–) ?(?P<d>{SHORT}) ?(?:[日號]|(?! ?[\d/:.,%一-鿿a-z-]))")
RELATIVE = {
    **dict.fromkeys(("今天", "今日", "today"), 0),
    **dict.fromkeys(("明天", "明日", "tomorrow"), 1),
    **dict.fromkeys(("后天", "后日"), 2),
    **dict.fromkeys(("昨天", "昨日", "yesterday"), -1),
    **dict.fromkeys(("前天", "前日"), -2),
}
DAY_WORD = re.compile(f"大?(?:{'|'.join(RELATIVE)})")
NEXT_DAY = shape(r"(?:次日|翌日|隔[天日])(?! ?\()|\b(?:the )?(?:next|following) (?:day|morning)\b")
WEEK = shape(r"(?P<w>上|下下|下|本|這)?個?(?:週|周|星期|禮拜)(?P<n>[一二三四五六日天])")
DATED = re.compile("[ ,(]{1,2}\0")
ALSO_DAY = shape(r"(?<=[一二三四五六日天四])[、和及與跟](?P<n>[一二三四五六日])(?![\d點月年個家位間])")
WEEK_LONG = 8
ENGLISH_DAY = shape(r"\b(?P<w>next |this |last )?(?P<n>mon|tues|wednes|thurs|fri|satur|sun)day\b")
WEEKS = {"上": -1, "last ": -1, "下": 1, "next ": 1, "下下": 2, "本": 0, "这": 0, "this ": 0}
NIGHT, MORNING, NOON = "晚|傍|夜|下午|今晚|明晚|昨晚|午後", "凌晨|清晨|早|上午|晨", "中午|正午|午間"
LATE_NIGHT, SMALL_HOURS = shape("半夜|深夜|夜間|入夜"), 6
PERIOD = (
    r"(?P<p>今晚|明晚|昨晚|明早|今早|凌晨|清晨|清早|一早|早上|上午|早晨|晨間|中午|正午|午間|下午|午後|傍晚|晚上|晚間|夜間"
    r"|深夜|入夜|半夜|晚|早)?的?"
)
TIMES = tuple(
    map(
        shape,
        (
            r"\b(?P<h>\d{1,2})(?:[:.](?P<m>\d{2}))? ?(?P<ap>[ap])\.?m\b\.?",
            rf"{PERIOD} ?(?<!\d)(?P<h>[01]?\d|2[0-4]):(?P<m>[0-5]\d)(?::\d\d)?(?!\d)",
            rf"{PERIOD} ?(?P<h>{SHORT}) ?[點時](?![間候代刻])"
            r"(?: ?(?P<half>半)|(?P<q>[一三])刻"
            rf"| ?(?P<m>\d{{1,2}}|[{HAN_SET}]{{2,3}}|[{HAN_SET}](?= ?分)) ?分?(?!鐘)|整)?",
            r"(?P<noon>正午|中午(?! ?\d)|\bnoon\b)|(?P<midnight>午夜|\bmidnight\b)",
        ),
    )
)
PAST_HOUR = shape(r" ?(?:多|出頭|過後|許)")
UNTIL, UNTIL_WIDE = shape(r" ?[起停一直]{0,2}(?:至|到|~|-|–|to|until) ?"), 6
MINUTES = {
    "分钟": 1, "分": 1, "刻钟": 15, "小时": 60, "钟头": 60, "天": 1440, "日": 1440, "周": 10080, "星期": 10080,
    "minute": 1, "hour": 60, "day": 1440, "week": 10080,
}  # fmt: skip
CALENDAR = {"月": 1, "季": 3, "学期": 6, "年": 12, "month": 1, "quarter": 3, "year": 12}
WORKDAYS = ("工作天", "工作日", "working day", "business day")
UNIT = (
    r"(?P<u>工作天|工作日|分鐘|刻鐘|小時|鐘頭|星期|天|日(?!期)|週|周|(?<=[個每隔])月|(?<=個 )月|年(?![\d級輕])|季|學期"
    r"|(?:working |business )day|minute|hour|day|week|month|quarter|year)s?"
)
OFTEN = shape(rf"(?:每隔?|every ) ?(?P<n>{NUMBER}|半)? ?個?{UNIT}|\b(?P<adverb>hourly|daily|weekly|monthly|yearly)\b")
ONCE = shape(rf"(?P<n>{NUMBER}|半)? ?個? ?{UNIT}[^,。;\d內後前來以第]{{0,6}}?(?<!第)一次")
STEADILY = shape(r"[按逐](?P<u>月|季|週|年|日|學期)|(?P<u2>天天|月月|年年|週週)")
AROUND_CLOCK = shape(
    r"(?:24|二十四) ?小時"
    r"(?=(?:免付費|申訴|服務|客服|緊急|值班|通報)*(?:專線|客服|熱線|營業|服務|待命|門市|監控|輪班|值班|櫃))"
)
LENGTH = shape(
    rf"(?P<within>within |in )?(?<!第)(?<!第 )(?P<n>{NUMBER}|(?<!大)半|half an|\ban(?= hour)) ?個? ?(?P<m>多|餘)? ?個?"
    rf"(?P<half>半)? ?{UNIT}(?P<rest>半)?"
    rf"(?:又? ?(?P<minutes>{NUMBER}) ?分鐘?)?(?P<after> ?(?:以|之)?內| ?後)?"
)
DONE = shape(r"[^,。]{0,4}(?:即|已|便|才|察覺|發現|[^,。]{0,4}救[起出]|撲滅|就(?!會|能|可))")
PAST = shape(r"(?:事發|案發|事故|火警|當時|當下|獲報|接獲|報案)[^,。;]{0,10}$")
REPORTED = shape(r"(?:即|就|已|便)?(?:向[^,。]{1,6})?(?:通報|回報|報案|抵達|趕到|到場|送醫|下架|停售|疏散)")
AHEAD = shape(r"將|會|應|須|要|得|承諾|保證|必")
WITHIN_LIMIT = shape(r"限期|期限|最[快慢遲晚]|限 ?$")
LOW_END = shape(rf"(?P<n>{NUMBER}) ?(?:個?(?:工作)?[天日週月年]|分鐘|小時)? ?(?:至|到|~|-|–|\bto) ?$")
WARRANTED = shape(r"保固|warrant")
DUE_LATER = shape(
    r"[^,。;]{0,2}(?:就?會|將|才(?:會|能)|可以?|可望)[^,。;]{0,4}"
    r"(?:公布|公開|完成|退|入帳|恢復|出爐|有結果|看到|收到|修好|重新)"
)
HOURS = ("分钟", "刻钟", "小时", "钟头", "minute", "hour")
ADVERBS = {"hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "yearly": "year"}


def unit_of(word: str) -> tuple[str, int]:
    """Give in what a length is counted (minutes, months, workdays) and how many of these one unit is."""
    if word in WORKDAYS:
        return "workdays", 1
    return ("months", CALENDAR[word]) if word in CALENDAR else ("minutes", MINUTES[word])


def read_dates(sheet: Sheet) -> None:
    for pattern in DATES:
        for match in list(pattern.finditer(sheet.plain)):
            value = day_of(match.groupdict())
            if value and "\0" not in sheet.plain[match.start() : match.end()]:
                sheet.take("date", value, *tight(match), unit="day")
                finish_range(sheet, match.end(), value)
    for match in list(DAY_WORD.finditer(sheet.plain)):
        word = match.group()
        if is_dated(sheet, match):
            sheet.hide(*match.span())
        elif not word.startswith("大"):
            sheet.take("date", ("relative", RELATIVE[word]), *match.span(), unit="day")
    for pattern in (WEEK, ENGLISH_DAY):
        for match in list(pattern.finditer(sheet.plain)):
            read_weekdays(sheet, match)
    read_next_days(sheet)


def read_weekdays(sheet: Sheet, match: re.Match[str]) -> None:
    """Read a day of the week, and those that follow it in a list (每週二、四)."""
    if is_dated(sheet, match):
        sheet.hide(*match.span())
        return
    week = WEEKS.get(match.group("w") or "")
    often = sheet.plain[: match.start()].endswith("每")
    value = ("weekday", week, weekday(match.group("n")))
    (sheet.note if often else sheet.take)("date", value, *match.span(), unit="day")
    for other in ALSO_DAY.finditer(sheet.plain, match.end(), match.end() + WEEK_LONG):
        sheet.note("date", ("weekday", week, weekday(other.group("n"))), match.start(), other.end(), unit="day")


def read_next_days(sheet: Sheet) -> None:
    """Read the day after one that a text has named (次日, 隔天)."""
    for match in list(NEXT_DAY.finditer(sheet.plain)):
        known = [fact for fact in sheet.facts if fact.unit == "day" and fact.end <= match.start()]
        value = cast(tuple[object, ...], max(known, key=lambda fact: fact.end).value) if known else ()
        if len(value) == len(("day", "year", "month", "day")) and all(isinstance(part, int) for part in value[2:]):
            year, month, day = cast(tuple[int | None, int, int], value[1:])
            later = date(year or 2000, month, day) + timedelta(days=1)
            sheet.take("date", ("day", year and later.year, later.month, later.day), *match.span(), unit="day")


def is_dated(sheet: Sheet, match: re.Match[str]) -> bool:
    """Say whether a word for a day stands beside its date (昨日(11/21), Monday, 30 November), which tells it better."""
    return bool(DATED.match(sheet.plain, match.end()))


def tight(match: re.Match[str]) -> tuple[int, int]:
    """Give the place of a match without space at its ends."""
    text = match.group()
    return match.start() + len(text) - len(text.lstrip()), match.end() - len(text) + len(text.rstrip())


def finish_range(sheet: Sheet, end: int, value: tuple[object, ...]) -> None:
    """Read the second day of a range that leaves its month out (11 月 1 日至 9 日)."""
    match = LAST.match(sheet.plain, end) if value[0] == "day" else None
    day = value_of(match.group("d")) if match else None
    if match and day and is_a_day(value[1], value[2], day):
        sheet.take("date", (*value[:3], int(day)), match.start("d"), match.end(), unit="day")


def day_of(found: dict[str, str | None]) -> tuple[object, ...] | None:
    """Give ("day", year or None, month, day), None when there is no such day."""
    twin = number(found.get("twin"))
    if twin:
        return ("day", None, twin, twin)
    month = MONTHS[str(found["mon"])] if found.get("mon") else number(found.get("m"))
    year, day = number(found.get("y")), number(found.get("d"))
    if year is not None and (found.get("roc") or year < ROC):
        year += ROC
    if month is None and "mon" not in found and "y" not in found:
        return ("day", None, None, day) if day and 1 <= day <= 31 else None
    if month is None and day is None and year:
        return ("year", year)
    if found.get("whole") is not None:
        return ("day", year, month, None) if month and 1 <= month <= 12 else None
    if found.get("part"):
        return ("day", None, month, found["part"]) if month and 1 <= month <= 12 else None
    return ("day", year, month, day) if is_a_day(year, month or 0, day) else None


def is_a_day(year: object, month: object, day: object) -> bool:
    """Say whether the calendar has such a day; of an unknown year, whether any has."""
    try:
        date(cast(int, year or 2000), 1 if month is None else cast(int, month), int(cast(Decimal, day or 0)))
    except (TypeError, ValueError, OverflowError):
        return False
    return True


def number(text: str | None) -> int | None:
    value = value_of(text) if text else None
    return int(value) if value is not None and value < 10**6 else None


def weekday(name: str) -> int:
    if name.isascii():
        return ["mon", "tues", "wednes", "thurs", "fri", "satur", "sun"].index(name)
    return 6 if name in "日天" else "一二三四五六".index(name)


def read_times(sheet: Sheet) -> None:
    for pattern in TIMES:
        for match in list(pattern.finditer(sheet.plain)):
            found = match.groupdict()
            if match.group() in ("一点", "一点 ") or "\0" in match.group():
                continue
            value = hour_of(found)
            if value is not None:
                place = tight(match)
                before, after = sheet.plain[max(0, place[0] - 4) : place[0]], sheet.plain[place[1] : place[1] + 4]
                sheet.take(
                    "time",
                    after_first(sheet, place[0], value),
                    *place,
                    unit="hour",
                    more=bool(PAST_HOUR.match(after)),
                    roughly=bool(ROUGH.search(before) or ROUGH_AFTER.match(after)),
                )


def after_first(sheet: Sheet, start: int, value: tuple[str, int]) -> tuple[str, int]:
    """Give the second hour of a range the half of the day that only the first names (下午三點至五點)."""
    first = next((fact for fact in sheet.facts if fact.unit == "hour" and 0 < start - fact.end <= UNTIL_WIDE), None)
    if value[0] != "half" or first is None or not UNTIL.fullmatch(sheet.whole, first.end, start):
        return value
    half, begun = cast(tuple[str, int], first.value)
    later = value[1] if value[1] > begun else value[1] + 720
    return ("clock", later) if half == "clock" and later < 1440 else value


def hour_of(found: dict[str, str | None]) -> tuple[str, int] | None:
    """Give ("clock", minutes after midnight); ("half", …) where morning or evening was not said."""
    if found.get("noon"):
        return ("clock", 720)
    if found.get("midnight"):
        return ("clock", 0)
    hour = number(found.get("h"))
    minute = 30 if found.get("half") else {"一": 15, "三": 45}.get(found.get("q") or "", number(found.get("m")) or 0)
    if hour is None or hour > 24 or minute > 59:
        return None
    period, digital = found.get("p") or "", "ap" not in found and "half" not in found
    small = hour < SMALL_HOURS and bool(LATE_NIGHT.search(period))
    late = (bool(re.search(shape(NIGHT), period)) and not small) or found.get("ap") == "p"
    early = bool(re.search(shape(MORNING), period)) or small or found.get("ap") == "a"
    noonish = bool(re.search(shape(NOON), period))
    if (late and hour < 12) or (noonish and hour < 5):
        hour += 12
    if (early and hour == 12) or hour == 24 or (late and hour == 12 and shape("晚|夜").search(period)):
        hour = 0
    sure = late or early or noonish or hour > 12 or digital or hour == 0
    return ("clock" if sure else "half", hour * 60 + minute if sure else (hour % 12) * 60 + minute)


def read_lengths(sheet: Sheet) -> None:
    """Read how often and how long; what is promised within a time is a promise, else it is a time."""
    read_often(sheet)
    for match in list(AROUND_CLOCK.finditer(sheet.plain)):
        sheet.hide(*match.span())
    for match in list(LENGTH.finditer(sheet.plain)):
        unit, _ = unit_of(match.group("u"))
        long, after = length_of(match), (match.group("after") or "").strip()
        if long is None or (after.endswith("后") and match.group("u") not in HOURS and not is_due(sheet, match)):
            sheet.hide(*match.span())
            continue
        if is_promised(sheet, match, after):
            sheet.take("promise", long, *match.span(), unit=f"within {unit}", low=low_of(sheet, match))
        else:
            sheet.take("time", long, *match.span(), **exactness(sheet, match, after, unit))


def is_promised(sheet: Sheet, match: re.Match[str], after: str) -> bool:
    """Say whether a length is the time in which something will be done, and not the time it took."""
    short = match.group("u") in HOURS
    if WITHIN_LIMIT.search(sheet.whole[: match.start()][-4:]) or is_warranted(sheet, match):
        return True
    if after.endswith("内") or match.group("within"):
        if REPORTED.match(sheet.plain, match.end()) and not AHEAD.search(sheet.whole[: match.start()][-10:]):
            return False
        return not (short and (DONE.match(sheet.plain, match.end()) or PAST.search(sheet.whole[: match.start()][-16:])))
    return not short and after.endswith("后")


def is_warranted(sheet: Sheet, match: re.Match[str]) -> bool:
    """Say whether a length is for how long goods are warranted."""
    return bool(WARRANTED.search(sheet.whole[max(0, match.start() - 8) : match.end() + 4]))


def is_due(sheet: Sheet, match: re.Match[str]) -> bool:
    """Say whether something will be done once a time has passed (三個月後才會公布)."""
    return bool(DUE_LATER.match(sheet.plain, match.end()))


def exactness(sheet: Sheet, match: re.Match[str], behind: str, unit: str) -> How:
    """Give in what a length is counted, and whether roughly, or as the least or the most that it was."""
    before, after = sheet.plain[max(0, match.start() - 14) : match.start()], sheet.plain[match.end() :][:8]
    return How(
        unit=unit,
        more=bool(match["m"]),
        roughly=bool(ROUGH.search(before) or ROUGH_AFTER.match(after)),
        bound=bound_of(before, behind or after),
        low=low_of(sheet, match),
    )


def low_of(sheet: Sheet, match: re.Match[str]) -> Decimal | None:
    """Give where a range of lengths begins, in the unit in which it ends (7 至 10 個工作天)."""
    found = LOW_END.search(sheet.plain[max(0, match.start() - 14) : match.start("n")])
    least = value_of(found["n"]) if found else None
    return None if least is None else least * unit_of(match.group("u"))[1]


def read_often(sheet: Sheet) -> None:
    for pattern in (OFTEN, ONCE, STEADILY):
        for match in list(pattern.finditer(sheet.plain)):
            found = match.groupdict()
            word = ADVERBS.get(found.get("adverb") or "") or found.get("u") or (found.get("u2") or "年")[0]
            unit, times = unit_of("日" if word == "天" else word)
            said = found.get("n")
            often = Decimal("0.5") if said == "半" else value_of(said or "1") or Decimal(1)
            sheet.take("promise", often * times, *match.span(), unit=f"every {unit}")


def length_of(match: re.Match[str]) -> Decimal | None:
    """Give how long, in the unit of `unit_of`: 兩個半小時, 一個小時又二十分, half an hour."""
    said = match.group("n")
    count = Decimal("0.5") if said in ("半", "half an") else Decimal(1) if said == "an" else value_of(said)
    minutes = value_of(match.group("minutes") or "0")
    if count is None or minutes is None:
        return None
    half = Decimal("0.5") if match.group("half") or match.group("rest") else Decimal(0)
    return (count + half) * unit_of(match.group("u"))[1] + minutes
