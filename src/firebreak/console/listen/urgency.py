"""Which rules and words say that a person must look at a post now, and how likely is it from all its words?"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy

from firebreak.console.listen.models import Post
from firebreak.console.listen.why import Head, head_of, words_in
from firebreak.core.understand.cited import Cited
from firebreak.core.understand.reading import Readings

REASONS = {
    "bodily_harm": gettext_lazy("Bodily harm"),
    "poisoning": gettext_lazy("Poisoning"),
    "foreign_body": gettext_lazy("Foreign body"),
    "pests": gettext_lazy("Pests"),
    "danger": gettext_lazy("Danger"),
    "privacy_leak": gettext_lazy("Leak of personal data"),
    "hidden_camera": gettext_lazy("Hidden camera"),
    "doxxing": gettext_lazy("Doxxing"),
    "organised_attack": gettext_lazy("Organised attack"),
    "threat": gettext_lazy("Threat"),
    "serious_misconduct": gettext_lazy("Serious misconduct"),
    "grave_abuse": gettext_lazy("Grave abuse"),
    "regulator_finding": gettext_lazy("Finding of an authority"),
    "panic_claim": gettext_lazy("Claim that may cause panic"),
    "serious_defect_evidence": gettext_lazy("Serious defect with evidence"),
    "photo_evidence": gettext_lazy("Photo"),
    "video_evidence": gettext_lazy("Video"),
    "screenshot_evidence": gettext_lazy("Screenshot"),
    "document_evidence": gettext_lazy("Document"),
}


class By(StrEnum):
    """What gave a reason: words of the post, what it carries, or its tone and category where no word did."""

    WORDS = "words"
    MEDIA = "media"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Because:
    """One reason in words, and what gave it."""

    name: str
    by: By
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Urgency:
    """Why a post is urgent: the rules that hold, and how likely it is, from `least` on, made of its words."""

    because: Sequence[Because]
    likely: float
    least: float
    head: Head


def why_urgent(post: Post, readings: Readings, words: Sequence[Cited], *, lifted: bool) -> Urgency | None:
    """Explain the urgency of one post that was read again; None where neither the machine nor a person calls it so."""
    if not (post.reading.urgent or bool(readings.urgent[0])):
        return None
    return Urgency(
        because=[because_of(post, one, lifted=lifted) for one in words],
        likely=readings.likely_urgent(0),
        least=readings.model.urgent_from,
        head=head_of(post, "urgent", list(readings.why_urgent(0)), lifted=lifted),
    )


def because_of(post: Post, one: Cited, *, lifted: bool) -> Because:
    told = tuple(dict.fromkeys(words_in(post, span, lifted=lifted) for span in one.spans))
    by = By.WORDS if told else By.MEDIA if one.reason.endswith("_evidence") else By.WHOLE
    return Because(name=str(REASONS.get(one.reason, one.reason)), by=by, words=told)
