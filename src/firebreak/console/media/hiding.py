"""What does somebody see of the data of a journalist without a reason? Enough to tell two apart, to reach neither."""

from dataclasses import dataclass
from datetime import datetime

from firebreak.console.cases.hiding import phone_hidden
from firebreak.console.media.models import Journalist
from firebreak.core.govern.privacy import mask_handle, mask_name
from firebreak.core.text.pii import find_pii, mask


@dataclass(frozen=True, slots=True)
class ShownJournalist:
    """Somebody of the press as whoever looks may see them."""

    one: Journalist
    lifted: bool = False

    @property
    def name(self) -> str:
        return self.one.name if self.lifted else mask_name(self.one.name)

    @property
    def phone(self) -> str:
        return self.one.phone if self.lifted else phone_hidden(self.one.phone)

    @property
    def mail(self) -> str:
        return self.one.mail if self.lifted else mask_handle(self.one.mail)

    @property
    def notes(self) -> str:
        return self.one.notes if self.lifted else words_hidden(self.one.notes)

    @property
    def spoken_at(self) -> datetime | None:
        return self.one.spoken_at

    @property
    def who(self) -> str:
        """Name outlet and person as a list shows them."""
        return " · ".join(filter(None, (self.one.outlet, self.name)))


def words_hidden(text: str) -> str:
    """Hide what in somebody's words leads to a person."""
    return mask(text, [(one.span.start, one.span.end) for one in find_pii(text)])
