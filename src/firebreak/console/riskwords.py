"""Which words do pages and the audit log have for the register of risks, and for what stands against an entry?"""

from typing import Any

from django.utils.translation import gettext_lazy as _

RISK_ACTIONS: dict[str, Any] = {
    "add_risk": _("Put a risk into the register"),
    "judge_risk": _("Judged a risk"),
    "retire_risk": _("Retired a risk"),
    "learn_risk": _("Learnt of a risk from an incident"),
}
RISK_PROBLEMS: dict[tuple[str, str], tuple[Any, Any]] = {
    ("bad_input", "off_the_scale"): (
        _("Likelihood and impact go from 1 to 5, and money is never less than nothing."),
        _("Choose a step of each, then keep it again."),
    ),
    ("bad_input", "not_ahead"): (_("This day is not ahead."), _("Choose one from tomorrow on.")),
    ("bad_input", "too_many_risks"): (
        _("The register holds at most 200 risks."),
        _("Retire what is no longer one, or widen one that is there."),
    ),
}
