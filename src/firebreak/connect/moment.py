"""When was it published? Reads the ways in which feeds, exports and spreadsheets write a time."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

# Taiwan has had one offset since 1980. A fixed one needs no time zone database in a slim container.
TAIPEI = timezone(timedelta(hours=8), "Asia/Taipei")
FIRST_YEAR, LAST_YEAR = 1970, 2200
ROC_YEARS = range(60, 200)  # 民國 60–199 → 1971–2110

_TABLE_TIME = re.compile(
    r"(?P<year>\d{2,4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?"
    r"(?:[\sT]*(?P<half>上午|下午|中午|AM|PM)?\s*(?P<hour>\d{1,2})\s*[:時]\s*(?P<minute>\d{1,2})\s*分?"
    r"(?:\s*:?\s*(?P<second>\d{1,2})(?:\.\d+)?\s*秒?)?\s*(?P<half_after>AM|PM)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE | re.ASCII,
)
_NAMED_OFFSET = re.compile(r"(?:GMT|UTC)\s*([+-])(\d{1,2})(?::?(\d{2}))?\s*$", re.IGNORECASE | re.ASCII)


def moment_of(value: object) -> datetime:
    """Give the aware time that `value` tells; without a zone it is Asia/Taipei. Raises ValueError.

    Knows ISO 8601, RFC 2822 (feeds), what spreadsheets in Taiwan write (2026/11/18 下午 03:12, 115/11/18),
    and date cells. Years outside 1970–2200 are refused: no post has them and arithmetic on them overflows.
    """
    at = _read(value)
    if at.tzinfo is None:
        at = at.replace(tzinfo=TAIPEI)
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise ValueError("year out of range")
    return at


def _read(value: object) -> datetime:
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            return _read_table_time(value.strip())
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 (naive means Taipei, see moment_of)
    raise ValueError("not a time")


def _read_table_time(text: str) -> datetime:
    found = _TABLE_TIME.fullmatch(text)
    if found is None:
        return _read_mail_time(text)
    year = int(found["year"])
    if year in ROC_YEARS:
        year += 1911
    hour = _hour_of_day(int(found["hour"] or 0), (found["half"] or found["half_after"] or "").upper())
    zone = found["zone"]
    return datetime(
        year,
        int(found["month"]),
        int(found["day"]),
        hour,
        int(found["minute"] or 0),
        int(found["second"] or 0),
        tzinfo=_offset(zone) if zone else None,
    )


def _hour_of_day(hour: int, half: str) -> int:
    if half in ("下午", "中午", "PM") and hour < 12:
        return hour + 12
    if half in ("上午", "AM") and hour == 12:
        return 0
    return hour


def _offset(zone: str) -> timezone:
    if zone[0] not in "+-":
        return UTC
    digits = zone[1:].replace(":", "")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-size if zone[0] == "-" else size)


def _read_mail_time(text: str) -> datetime:
    """Read RFC 2822; its `-0000` is UTC, and a date without any zone stays naive."""
    named = _NAMED_OFFSET.search(text)
    if named:
        text = f"{text[: named.start()]}{named[1]}{int(named[2]):02}{named[3] or '00'}"
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError) as error:
        raise ValueError("not a time") from error
    if at.tzinfo is None and text.endswith("-0000"):
        return at.replace(tzinfo=UTC)
    return at
