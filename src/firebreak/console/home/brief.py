"""How does a stored brief read? Its numbers in sentences, and the records that it names as they are called now."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from firebreak.console import sentences, words
from firebreak.console.alert.calendar import Ahead, told_of
from firebreak.console.alert.models import Alert
from firebreak.console.assess.models import Story
from firebreak.console.assess.weak import RiseLine, lines_of, said_of_brief
from firebreak.console.charts import Area, Figure, Line, line_chart
from firebreak.console.formats import compact, duration, percent, short_time, thousands
from firebreak.console.govern.models import Person
from firebreak.console.home.models import Brief
from firebreak.console.home.overnight import BACK
from firebreak.console.listen.growth import Stretch, unit_of
from firebreak.console.listen.health import WORDS, Health
from firebreak.console.listen.models import Source
from firebreak.console.respond.models import Incident

NEWS: dict[str, Promise] = {
    "opened": pgettext_lazy("brief", "opened"),
    "relapsed": pgettext_lazy("brief", "came back"),
    "breach": pgettext_lazy("brief", "a clock ran out"),
    "outward": pgettext_lazy("brief", "the public was told"),
    "phase": pgettext_lazy("brief", "moved on"),
    "closed": pgettext_lazy("brief", "closed"),
}
GONE = gettext_lazy("no longer here")


@dataclass(frozen=True, slots=True)
class IncidentLine:
    incident: Incident | None
    severity: str
    phase: str
    news: list[str]


@dataclass(frozen=True, slots=True)
class AlertLine:
    """An alert of the night: what about, and who answered after how long; `who` is empty while nobody had."""

    severity: str
    signal: str
    at: datetime
    story: Story | None
    who: str
    after: str
    closed: bool
    silenced: bool


@dataclass(frozen=True, slots=True)
class StoryLine:
    story: Story | None
    now: int
    before: int


@dataclass(frozen=True, slots=True)
class SourceLine:
    name: str
    word: str
    lag: timedelta | None
    is_back: bool


@dataclass(frozen=True, slots=True)
class DueLine:
    """A clock that runs out today; `late`: it had run out when the brief was written."""

    incident: Incident | None
    clock: str
    due: datetime
    late: bool


class BriefPage:
    """One brief; each record that it names is read once, and one that is gone is said to be."""

    def __init__(self, brief: Brief) -> None:
        self.brief = brief
        self.facts: dict[str, Any] = brief.facts

    def named(self, model: Any, keys: list[int]) -> dict[int, Any]:
        rows: dict[int, Any] = model.objects.filter(brand=self.brief.brand_id).select_related("brand").in_bulk(keys)
        return rows

    @cached_property
    def records(self) -> dict[int, Incident]:
        keys = [one["pk"] for one in (*self.facts["incidents"], *self.facts["due"])]
        found = Incident.objects.filter(brand=self.brief.brand_id).select_related(
            "brand", "story__merged_into", "alert"
        )
        return found.in_bulk(keys)

    @cached_property
    def incidents(self) -> list[IncidentLine]:
        return [
            IncidentLine(
                incident=self.records.get(one["pk"]),
                severity=one["severity"],
                phase=one["phase"],
                news=[str(NEWS[code]) for code in one["news"]],
            )
            for one in self.facts["incidents"]
        ]

    @property
    def changed(self) -> list[IncidentLine]:
        return [one for one in self.incidents if one.news]

    @cached_property
    def alerts(self) -> list[AlertLine]:
        lines = self.facts["alerts"]["lines"]
        rows = Alert.objects.filter(brand=self.brief.brand_id).select_related("story__brand")
        found = rows.in_bulk([one["pk"] for one in lines])
        people = Person.objects.in_bulk([one["by"] for one in lines if one["by"]])
        return [self.alert_line(one, found.get(one["pk"]), people) for one in lines]

    def alert_line(self, line: dict[str, Any], alert: Alert | None, people: dict[int, Person]) -> AlertLine:
        person = people.get(line["by"])
        return AlertLine(
            severity=line["severity"],
            signal=str(words.SIGNALS.get(line["signal"], line["signal"])),
            at=datetime.fromisoformat(line["at"]),
            story=alert.story if alert else None,
            who=(person.name if person else str(GONE)) if line["by"] else "",
            after=duration(timedelta(seconds=line["seconds"])) if line["seconds"] is not None else "",
            closed=line["closed"],
            silenced=line["silenced"],
        )

    @property
    def alert_count(self) -> int:
        return int(self.facts["alerts"]["count"])

    @property
    def alerts_waiting(self) -> int:
        return int(self.facts["alerts"]["waiting"])

    @cached_property
    def stories(self) -> dict[str, list[StoryLine]]:
        told = self.facts["stories"]
        found = self.named(Story, [one["pk"] for kind in ("risen", "cooled") for one in told[kind]])
        return {
            kind: [StoryLine(found.get(one["pk"]), one["now"], one["before"]) for one in told[kind]]
            for kind in ("risen", "cooled")
        }

    @cached_property
    def weak(self) -> list[RiseLine]:
        """Give what was small and rose; a brief of before it was looked for has none."""
        return lines_of(self.brief.brand_id, self.facts.get("weak", {}))

    @cached_property
    def days(self) -> list[Ahead]:
        """Give the sensitive days of the coming week (R2.36)."""
        return told_of(self.brief.brand_id, self.facts.get("days", []))

    @property
    def weak_said(self) -> str:
        return said_of_brief(self.weak, self.facts.get("weak", {}))

    @cached_property
    def sources(self) -> list[SourceLine]:
        found = self.named(Source, [one["pk"] for one in self.facts["sources"]])
        return [
            SourceLine(
                name=found[one["pk"]].name if one["pk"] in found else str(GONE),
                word=_("was not heard, is back") if one["health"] == BACK else str(WORDS[Health(one["health"])]),
                is_back=one["health"] == BACK,
                lag=timedelta(seconds=one["seconds"]) if one["seconds"] is not None else None,
            )
            for one in self.facts["sources"]
        ]

    @property
    def missing(self) -> int:
        """Count the sources that were not heard when the brief was written."""
        return sum(not one.is_back for one in self.sources)

    @cached_property
    def due(self) -> list[DueLine]:
        return [
            DueLine(
                incident=self.records.get(one["pk"]),
                clock=str(sentences.CLOCKS[one["clock"]]),
                due=(due := datetime.fromisoformat(one["due"])),
                late=due <= self.brief.until,
            )
            for one in self.facts["due"]
        ]

    @property
    def health(self) -> float | None:
        score = self.facts["health"].get("score")
        return None if score is None else float(score)

    @property
    def mentions(self) -> int:
        return int(self.facts["volume"]["mentions"])

    @property
    def negative_share(self) -> float | None:
        return self.facts["volume"]["negative"] / self.mentions if self.mentions else None

    @property
    def share_change(self) -> float | None:
        """Give the difference to the usual share, in percentage points."""
        usual = self.facts["volume"].get("usual_share")
        return None if usual is None or self.negative_share is None else round(100 * (self.negative_share - usual))

    @property
    def is_above(self) -> bool:
        return "high" in self.facts["volume"] and self.mentions > self.facts["volume"]["high"]

    @property
    def is_quiet(self) -> bool:
        """Tell whether nothing happened that anybody would have to look at."""
        told = (self.changed, self.alert_count, self.stories["risen"], self.missing, self.due, self.is_above)
        return not any(told)

    @property
    def conclusion(self) -> str:
        """Say the night in one sentence."""
        if self.is_quiet:
            return _("Nothing happened that needs you.")
        opened = sum(one["news"][:1] == ["opened"] for one in self.facts["incidents"])
        parts = [
            ngettext("%(n)d incident opened", "%(n)d incidents opened", opened) % {"n": opened} if opened else "",
            self.alerts_said,
            self.risen_said,
            _("volume above the usual") if self.is_above else "",
            ngettext("%(n)d source not heard", "%(n)d sources not heard", self.missing) % {"n": self.missing}
            if self.missing
            else "",
            ngettext("%(n)d clock due today", "%(n)d clocks due today", len(self.due)) % {"n": len(self.due)}
            if self.due
            else "",
        ]
        said = [part for part in parts if part]
        return _("%(parts)s.") % {"parts": _("; ").join(said)} if said else _("Incidents moved on, nothing else.")

    @property
    def alerts_said(self) -> str:
        if not self.alert_count:
            return ""
        raised = ngettext("%(n)d alert", "%(n)d alerts", self.alert_count) % {"n": self.alert_count}
        waiting = _("%(alerts)s, %(waiting)d of them answered by nobody")
        return waiting % {"alerts": raised, "waiting": self.alerts_waiting} if self.alerts_waiting else raised

    @property
    def risen_said(self) -> str:
        count = len(self.stories["risen"])
        return ngettext("%(n)d story rose", "%(n)d stories rose", count) % {"n": count} if count else ""

    @property
    def volume_said(self) -> str:
        """Say how much was heard, beside what is usual for these hours."""
        told = self.facts["volume"]
        facts = {"n": thousands(self.mentions), "low": compact(told.get("low")), "high": compact(told.get("high"))}
        if "high" not in told:
            return _("%(n)s mentions; what is usual is known once a day was heard.") % facts
        if self.is_above:
            return _("%(n)s mentions, more than the usual %(low)s to %(high)s.") % facts
        if self.mentions < told["low"]:
            return _("%(n)s mentions, fewer than the usual %(low)s to %(high)s.") % facts
        return _("%(n)s mentions, within the usual %(low)s to %(high)s.") % facts

    @property
    def share_said(self) -> str:
        """Say the negative share beside the usual one."""
        told = self.facts["volume"]
        if self.negative_share is None:
            return ""
        facts = {"share": percent(self.negative_share), "usual": percent(told.get("usual_share"))}
        if told.get("usual_share") is None:
            return _("%(share)s of them negative.") % facts
        return _("%(share)s of them negative, usually %(usual)s.") % facts

    @property
    def said(self) -> str:
        """Say volume and negative share one after the other."""
        if not self.share_said:
            return self.volume_said
        return pgettext("two sentences", "%(one)s %(other)s") % {"one": self.volume_said, "other": self.share_said}

    @cached_property
    def over(self) -> Stretch:
        told = self.facts["volume"]
        start, every = datetime.fromisoformat(told["start"]), timedelta(seconds=told["every"])
        return Stretch(start=start, every=every, count=len(told["all"]))

    @cached_property
    def figure(self) -> SafeString:
        told = self.facts["volume"]
        bands = (Area(_("Expected band"), told["lows"], told["highs"]),) if "lows" in told else ()
        lines = (Line(_("All mentions"), told["all"]), Line(_("Negative"), told["bad"], "neg"))
        return line_chart(
            Figure(
                sentence=self.volume_said,
                labels=self.over.labels(),
                lines=lines,
                areas=bands,
                unit=unit_of(self.over.every),
                size="s",
            )
        )

    @property
    def rows(self) -> list[tuple[str, str, str, str]]:
        """Give the chart's numbers as a mail shows them: time, all, negative, expected."""
        told = self.facts["volume"]
        bands = ["—"] * self.over.count
        if "lows" in told:
            bands = [f"{compact(low)}–{compact(high)}" for low, high in zip(told["lows"], told["highs"], strict=True)]
        numbers = zip(self.over.labels(), told["all"], told["bad"], bands, strict=True)
        return [(label, thousands(whole), thousands(bad), band) for label, whole, bad, band in numbers]

    @property
    def period(self) -> str:
        since, until = self.brief.since, self.brief.until
        return _("%(start)s to %(end)s") % {
            "start": short_time(since, at=until),
            "end": short_time(until, at=since),
        }
