"""Which template does a brand's text begin with, and who words it otherwise?"""

import hashlib
import json
from collections.abc import Sequence

from django.db import transaction

from firebreak import knowledge
from firebreak.console.access import Seat
from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import beat, lock_brand, person_actor, write_entry
from firebreak.console.respond.ready.reading import flaws_of
from firebreak.console.respond.reply_page import Flaw
from firebreak.console.respond.wording.records import LONGEST_REASON, TemplateVersion
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.respond.statement import Posture
from firebreak.core.respond.template import Occasion, Template, choose
from firebreak.core.respond.wording import PARTS, Words, tried, worded, words_in
from firebreak.core.terms import Act


def shipped_for(occasion: Occasion) -> Template:
    return choose(occasion, knowledge.templates())


def last_of(brand: Brand, code: str) -> TemplateVersion | None:
    """Give the last version of a template of the brand, also where that says: as it ships."""
    return TemplateVersion.objects.filter(brand=brand, code=code).order_by("-number").first()


def template_for(brand: Brand, occasion: Occasion) -> tuple[Template, TemplateVersion | None]:
    """Give the template of an occasion in the brand's own words, with their version; without any as it ships."""
    shipped = shipped_for(occasion)
    last = last_of(brand, shipped.code)
    if last is None or not last.is_own:
        return shipped, None
    return worded(shipped, last.words), last


def flaws_in(brand: Brand, template: Template, occasion: Occasion) -> Sequence[Flaw]:
    """Give what the tone rules say of a template as it would read, what blocks first; each thing once."""
    texts = [one.text for one in tried(template, brand=brand.name)]
    found = [
        flaw for text in texts for flaw in flaws_of(brand, text, occasion.kind, Posture.REBUILD, occasion.severity)
    ]
    once = {(flaw.found.code, flaw.found.text): flaw for flaw in reversed(found)}
    return sorted(once.values(), key=lambda flaw: not flaw.blocks)


@transaction.atomic
def word_template(*, seat: Seat, occasion: Occasion, words: Words, reason: str, was: int) -> TemplateVersion:
    """Keep a brand's own words of a template; they hold from now on for texts that begin. `was`: the version seen.

    Raises BadInput where a part that every text has is empty, something stands against the words, or they are too
    long for their channel; Conflict where somebody was faster.
    """
    seat.need(Act.CONFIGURE)
    said = said_why(reason)
    shipped = shipped_for(occasion)
    made = worded(shipped, words)
    longest = max(len(one.text) for one in tried(made, brand=seat.brand.name))
    if longest > shipped.form.longest:
        raise BadInput(problem="no_room", longest=shipped.form.longest)
    if any(flaw.blocks for flaw in flaws_in(seat.brand, made, occasion)):
        raise BadInput(problem="not_clean")
    lock_brand(seat.brand)
    if words_in(template_for(seat.brand, occasion)[0]) == words_in(made):
        raise BadInput(problem="same_words")
    kept = {part: text for part, text in words_in(made).items() if text}
    return keep(seat, shipped.code, kept, said, was)


@transaction.atomic
def restore_template(*, seat: Seat, occasion: Occasion, was: int) -> TemplateVersion:
    """Go back to the template that ships; what was worded stays among the versions."""
    seat.need(Act.CONFIGURE)
    lock_brand(seat.brand)
    code = shipped_for(occasion).code
    last = last_of(seat.brand, code)
    if last is None or not last.is_own:
        raise Conflict(problem="newer_template", version=last.number if last else 0)
    return keep(seat, code, {}, "", was)


def said_why(reason: str) -> str:
    said = reason.strip()
    if not said or len(said) > LONGEST_REASON:
        raise BadInput(field="reason", problem="too_long" if said else "reason_missing")
    return said


def keep(seat: Seat, code: str, words: dict[str, str], reason: str, was: int) -> TemplateVersion:
    last = last_of(seat.brand, code)
    seen = last.number if last else 0
    if was != seen:
        raise Conflict(problem="newer_template", version=seen)
    body = json.dumps([words.get(part, "") for part in PARTS], ensure_ascii=False)
    made = TemplateVersion.objects.create(
        brand=seat.brand,
        code=code,
        number=seen + 1,
        words=words,
        digest=hashlib.sha256(body.encode()).hexdigest(),
        reason=reason,
        written_by=seat.person,
        written_at=seat.at,
    )
    write_entry(
        brand=seat.brand,
        actor=person_actor(seat.person),
        action="word_template" if words else "restore_template",
        subject=f"template:{code}",
        detail={"version": made.number, "digest": made.digest},
        at=seat.at,
    )
    beat(seat.brand, "statements")
    return made
