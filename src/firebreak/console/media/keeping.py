"""What of the media desk stays because it was given to somebody, and which of its words can be forgotten?"""

from collections.abc import Iterable

from django.db.models import Model

from firebreak.console.media.models import Embargo, Enquiry
from firebreak.console.respond.models import Incident
from firebreak.console.respond.speak.records import Statement


def was_given(statement: Statement) -> bool:
    """Tell whether a text was given to the press: then it is not thrown away."""
    return Enquiry.objects.filter(answer=statement).exists()


def written_in(incident: Incident) -> Iterable[tuple[Iterable[Model], tuple[str, ...]]]:
    """Give what people write at the media desk about an incident."""
    yield Enquiry.objects.filter(incident=incident), ("question", "reason")
    yield Embargo.objects.filter(statement__incident=incident), ("agreed", "reason")
