"""What may be written into the settings?"""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, URLValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firebreak.connect.web import redacted
from firebreak.console import words
from firebreak.console.formats import duration
from firebreak.console.govern.forms import ConfirmedForm
from firebreak.console.govern.models import Organisation
from firebreak.console.listen.genre import NAMES, genre_of
from firebreak.console.listen.models import Source
from firebreak.console.listen.services import policy_record
from firebreak.core.terms import Role, Severity

INPUT = {"class": "input"}
FEED_ADDRESS = _("The address must begin with http:// or https://.")
CADENCES = (
    (60, _("every minute")),
    (300, _("every 5 minutes")),
    (900, _("every 15 minutes")),
    (3600, _("every hour")),
)
STEPS = (
    (0, _("at once")),
    (5, _("after 5 minutes")),
    (15, _("after 15 minutes")),
    (30, _("after 30 minutes")),
    (60, _("after 1 hour")),
    (240, _("after 4 hours")),
)


class PolicyFields(forms.Form):
    """What the owner of a source allows."""

    keep_days = forms.IntegerField(
        label=_("Days kept"),
        required=False,
        min_value=1,
        max_value=3650,
        widget=forms.NumberInput(attrs=INPUT | {"placeholder": "180"}),
        help_text=_("Empty: as long as the brand's own rule says."),
    )

    def limit_days(self, kind: str) -> int | None:
        """Ask for no more days than this kind of source allows; gives them, None when it sets no limit."""
        days: int | None = policy_record(kind)["keep_days"]
        if days is not None:
            field = self.fields["keep_days"]
            field.validators.append(MaxValueValidator(days))
            field.widget.attrs["max"] = days
        return days


class FeedForm(PolicyFields):
    """A feed to visit."""

    name = forms.CharField(label=pgettext_lazy("source", "Name"), max_length=120, widget=forms.TextInput(attrs=INPUT))
    url = forms.CharField(
        label=_("Address of the feed"),
        max_length=2000,
        validators=[URLValidator(schemes=["http", "https"], message=FEED_ADDRESS)],
        widget=forms.URLInput(attrs=INPUT | {"placeholder": "https://"}),
        help_text=_("RSS, Atom or JSON Feed."),
    )
    genre = forms.ChoiceField(
        label=_("What it is"),
        required=False,
        choices=[("", _("as its address says")), *NAMES.items()],
        widget=forms.Select(attrs=INPUT),
        help_text=_("PTT and Dcard are known as forums, for example; an address that says nothing counts as news."),
    )
    every_seconds = forms.TypedChoiceField(
        label=_("Visited"), choices=CADENCES, coerce=int, initial=300, widget=forms.Select(attrs=INPUT)
    )
    field_order = ["name", "url", "genre", "every_seconds", "keep_days"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days, field = self.limit_days("rss"), self.fields["keep_days"]
        field.initial = days
        field.help_text = _("Empty: as long as feeds allow, %(days)s days.") % {"days": days}


class SourceForm(forms.Form):
    """A source that is there: its name, and of a feed its address and how often it is visited."""

    name = forms.CharField(label=pgettext_lazy("source", "Name"), max_length=120, widget=forms.TextInput(attrs=INPUT))
    url = forms.CharField(
        label=_("Address of the feed"),
        max_length=2000,
        required=False,
        validators=[URLValidator(schemes=["http", "https"], message=FEED_ADDRESS)],
        widget=forms.URLInput(attrs=INPUT),
        help_text=_("Empty: as it is. Another address is read from its beginning."),
    )
    genre = forms.ChoiceField(
        label=_("What it is"),
        required=False,
        choices=list(NAMES.items()),
        widget=forms.Select(attrs=INPUT),
        help_text=_("Holds for the posts to come."),
    )
    every_seconds = forms.TypedChoiceField(
        label=_("Visited"), choices=CADENCES, coerce=int, widget=forms.Select(attrs=INPUT)
    )

    def __init__(self, *args: Any, source: Source, **kwargs: Any) -> None:
        url = str(source.config.get("url", ""))
        shown = url if redacted(url) == url else ""  # a key in an address is shown to nobody again
        said = {"name": source.name, "url": shown, "every_seconds": source.every_seconds}
        said["genre"] = genre_of(source.config)
        super().__init__(*args, **kwargs)
        self.initial, self.auto_id = said, f"id_source_{source.pk}_%s"
        if source.kind != "rss":
            del self.fields["url"], self.fields["genre"], self.fields["every_seconds"]
            return
        self.fields["url"].widget.attrs["placeholder"] = redacted(url)
        field = self.fields["every_seconds"]
        if isinstance(field, forms.TypedChoiceField) and source.every_seconds not in dict(CADENCES):
            field.choices = [(source.every_seconds, duration(timedelta(seconds=source.every_seconds))), *CADENCES]


class RemoveForm(ConfirmedForm):
    """That a source is to be heard no more."""


class WebhookForm(PolicyFields):
    """A program that hands posts in."""

    name = forms.CharField(label=pgettext_lazy("source", "Name"), max_length=120, widget=forms.TextInput(attrs=INPUT))
    field_order = ["name", "keep_days"]


class PolicyForm(PolicyFields):
    """The policy record of a source that is there: as strict as its kind demands, or stricter."""

    may_store = forms.BooleanField(label=_("Posts may be stored"), required=False)
    must_honour_deletes = forms.BooleanField(label=_("A post deleted at the source is erased here"), required=False)
    may_act = forms.BooleanField(label=_("Replies may be sent through the source"), required=False)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = policy_record(kind)
        for name, strict in (("may_store", False), ("must_honour_deletes", True), ("may_act", False)):
            if owners[name] is strict:
                self.fields[name].disabled = True
                self.initial[name] = strict
        if days := self.limit_days(kind):
            self.fields["keep_days"].required = True
            self.fields["keep_days"].help_text = _("At most %(days)s days: this kind of source allows no more.") % {
                "days": days
            }

    @property
    def rules(self) -> list[forms.BoundField]:
        return [self[name] for name in ("may_store", "must_honour_deletes", "may_act")]


class RouteForm(forms.Form):
    """When a role is called for a severity; "off" takes it off."""

    severity = forms.ChoiceField(choices=[(level.value, level.value) for level in Severity])
    role = forms.ChoiceField(choices=[(role.value, role.value) for role in Role])
    after = forms.CharField(max_length=5)

    def clean_after(self) -> timedelta | None:
        wish = str(self.cleaned_data["after"])
        if wish == "off":
            return None
        if not (wish.isascii() and wish.isdigit()):
            raise forms.ValidationError(_("Give a number of minutes."))
        return timedelta(minutes=int(wish))


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=[(role.value, words.ROLES[role.value]) for role in Role])


class PersonForm(forms.Form):
    """Somebody who is to work for the brand."""

    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs=INPUT | {"autocomplete": "off"})
    )
    name = forms.CharField(
        label=pgettext_lazy("person", "Name"), max_length=80, required=False, widget=forms.TextInput(attrs=INPUT)
    )
    house = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        empty_label=None,
        widget=forms.Select(attrs=INPUT),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, words.ROLES[role.value]) for role in Role],
        widget=forms.Select(attrs=INPUT),
    )

    def __init__(self, *args: Any, houses: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["house"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Organisation.objects.filter(pk__in=[one.pk for one in houses]).order_by("kind", "name")
