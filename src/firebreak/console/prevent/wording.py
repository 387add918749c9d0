"""Which words stand for the figures, levels and history of a risk?"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LIKELIHOODS: dict[int, Any] = {
    1: pgettext_lazy("likelihood", "Rare"),
    2: pgettext_lazy("likelihood", "Unlikely"),
    3: pgettext_lazy("likelihood", "Possible"),
    4: pgettext_lazy("likelihood", "Likely"),
    5: pgettext_lazy("likelihood", "Almost certain"),
}
OFTEN: dict[int, Any] = {
    1: _("less than once in 5 years"),
    2: _("once in 3 to 5 years"),
    3: _("about once a year"),
    4: _("several times a year"),
    5: _("monthly or more"),
}
IMPACTS: dict[int, Any] = {
    1: pgettext_lazy("impact", "Slight"),
    2: pgettext_lazy("impact", "Limited"),
    3: pgettext_lazy("impact", "Moderate"),
    4: pgettext_lazy("impact", "Severe"),
    5: pgettext_lazy("impact", "Very severe"),
}
LEVELS: dict[str, tuple[Any, str]] = {
    "low": (pgettext_lazy("risk", "Low"), "cir"),
    "medium": (pgettext_lazy("risk", "Medium"), "dia"),
    "high": (pgettext_lazy("risk", "High"), "tri"),
    "extreme": (pgettext_lazy("risk", "Extreme"), "oct"),
}
CHANGES: dict[str, Any] = {
    "add": pgettext_lazy("risk", "Added to the register"),
    "judge": pgettext_lazy("risk", "Judged anew"),
    "happen": pgettext_lazy("risk", "An incident of it was closed"),
    "retire": pgettext_lazy("risk", "Retired"),
}
