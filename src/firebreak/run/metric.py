"""How does `firebreak metric` answer? A figure of the screen again from stored rows, with its formula and inputs."""

from dataclasses import asdict
from datetime import datetime
from typing import IO

import orjson
from django.utils import translation

from firebreak.connect.moment import moment_of
from firebreak.console import clock
from firebreak.console.alert.lead import LeadPage
from firebreak.console.assess.coming import coming_figures
from firebreak.console.assess.hindsight import forecast_figures
from firebreak.console.assess.metrics import Metric, severity_at
from firebreak.console.assess.models import Story
from firebreak.console.assess.pacing import shown_figures
from firebreak.console.assess.pairs import pairs_figure
from firebreak.console.assess.summed import summed
from firebreak.console.assess.told import told_by
from firebreak.console.assess.weak import weak_figure
from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import find_brand
from firebreak.console.home.figures import figures_of
from firebreak.console.home.period import PERIODS
from firebreak.console.listen.habit import is_learnt, usual_per_hour
from firebreak.core.errors import BadInput
from firebreak.run.said import language

PERIOD = PERIODS["24h"]  # which the board shows at first


def print_metric(name: str, *, story: str | None, brand: str | None, at: str | None, out: IO[str]) -> None:
    """Write one figure as JSON. Raises BadInput for a figure, story, brand or time that there is not."""
    owner, moment = brand_named(brand), moment_named(at)
    with translation.override(language()):
        found = figures(owner, story, at=moment)
    known = {one.version.split()[0]: one for one in found}
    if name not in known:
        raise BadInput(problem="no_figure", id=name, known=" ".join(known))
    shown = {"id": name, "at": moment.isoformat(), "brand": owner.slug, "story": story}
    out.write(orjson.dumps(shown | parts_of(known[name])).decode() + "\n")


def figures(brand: Brand, story: str | None, *, at: datetime) -> list[Metric]:
    if story is None:
        looked_for = [
            weak_figure(brand, at=at),
            pairs_figure(brand, at=at),
            *forecast_figures(brand, at=at),
            *coming_figures(brand, at=at),
            LeadPage(brand, at=at).figure,
        ]
        return [*figures_of(brand, period=PERIOD, at=at), *looked_for]
    return story_figures(story_named(brand, story), at=at)


def parts_of(one: Metric) -> dict[str, str]:
    named = asdict(one)
    return {part: named[part] for part in ("label", "value", "unit", "formula", "inputs", "version")}


def story_figures(story: Story, *, at: datetime) -> list[Metric]:
    usual = usual_per_hour(story.brand, at=at)
    learnt = usual if is_learnt(story.brand, at=at) else None
    posts = told_by(story, at=at)
    shown = shown_figures(summed(posts, at=at), posts, usual=learnt, at=at)
    return [*shown, *severity_at(story, at=at)]


def brand_named(name: str | None) -> Brand:
    """Give the brand; without a name the only one that there is."""
    found = find_brand(name) if name else None
    if name is None and Brand.objects.count() == 1:
        found = Brand.objects.get()
    if found is None:
        raise BadInput(problem="which_brand", brand=name)
    return found


def story_named(brand: Brand, code: str) -> Story:
    number = code.upper().removeprefix("ST-")
    rows = Story.objects.filter(brand=brand).select_related("brand")
    found = rows.filter(number=number).first() if number.isdecimal() else None
    if found is None:
        raise BadInput(problem="story_unknown", story=code)
    return found


def moment_named(at: str | None) -> datetime:
    if at is None:
        return clock.now()
    try:
        return moment_of(at)
    except ValueError as wrong:
        raise BadInput(problem="time", at=at) from wrong
