"""Which sentence says what is wrong with a field, or with which character of a query?"""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firebreak.core.errors import BadInput, BadWatch

FIELDS = {
    "empty": gettext_lazy("Write something here."),
    "taken": gettext_lazy("This brand already has one of that name."),
    "brand_taken": gettext_lazy("Another brand has this name already."),
    "long_name": gettext_lazy("A watch's name has at most 80 characters, and here each word names one."),
    "long_query": gettext_lazy("A query has at most 4,000 characters."),
    "words_or_query": gettext_lazy("Give at least one word, or a query."),
    "severity_without_handler": gettext_lazy("At least one role must handle each severity."),
    "not_engaged": gettext_lazy("This organisation does not work for the brand."),
    "other_house": gettext_lazy("This person belongs to another organisation."),
    "other_brand": gettext_lazy(
        "Works for a brand, too, that you do not administer: ask an administrator of all of them, or the operator."
    ),
    "first_person": gettext_lazy("No agency of this name is known here: name its first person."),
    "engaged": gettext_lazy("This agency works for the brand already: change that engagement."),
    "own_house_role": gettext_lazy(
        "This role is for people of the brand's own house: it speaks for the brand. Choose viewer, customer service or"
        " agency lead, or let somebody of the brand take it."
    ),
    "own_house": gettext_lazy("This is the brand's own organisation."),
    "not_signed": gettext_lazy("An agency comes in only with a signed NDA."),
    "ends_early": gettext_lazy("The end lies after the beginning, and not in the past."),
    "too_long": gettext_lazy("A campaign lasts 60 days at most: what lasts longer becomes the usual by itself."),
    "day_over": gettext_lazy("This day is over. Choose one that is still to come, or every year."),
    "too_many_dates": gettext_lazy("A brand has 200 dates of its own at most: remove one first."),
    "beyond_agencies": gettext_lazy("No engagement covers that."),
    "over": gettext_lazy("This engagement is over already."),
    "last_administrator": gettext_lazy("Somebody must stay administrator."),
    "not_visited": gettext_lazy("This source hands posts in by itself; there is nothing to visit."),
    "no_closer": gettext_lazy("This source is not visited now, or as often already as it may be."),
    "looser_than_kind": gettext_lazy("The owners of this kind of source do not allow that."),
    "no_mailbox": gettext_lazy("This is no mail address."),
    "not_a_link": gettext_lazy("The address must begin with http:// or https://."),
    "plain_address": gettext_lazy("Leave user, password and everything after a question mark out of the address."),
    "needs_https": gettext_lazy("A key travels only over https."),
    "place_taken": gettext_lazy("This place has a channel for this audience already: take that away first."),
    "no_secret": gettext_lazy("Only a webhook has a secret."),
}
QUERY = {
    "open_quote": gettext_lazy("this quotation mark is not closed"),
    "near_not": gettext_lazy("NEAR cannot stand beside NOT"),
    "word_missing": gettext_lazy("a word is missing here"),
    "empty_word": gettext_lazy("these quotation marks are empty"),
    "open_parenthesis": gettext_lazy("this parenthesis is not closed"),
    "unexpected": gettext_lazy("this closes nothing"),
    "only_negative": gettext_lazy("a query needs at least one word that must be there"),
    "too_many_words": gettext_lazy("this query has more than 200 words"),
    "too_deep": gettext_lazy("this query is nested too deep"),
    "looks_like_operator": gettext_lazy("this looks like an operator, but would be read as a word"),
}


def sentence_of(wrong: BadInput) -> str:
    """Say what is wrong in one sentence; of a query, at which character (counted from 1)."""
    problem = str(wrong.context.get("problem", ""))
    if isinstance(wrong, BadWatch) and problem in QUERY:
        place = int(wrong.context.get("position", 0)) + 1
        return _("Character %(place)d: %(problem)s.") % {"place": place, "problem": QUERY[problem]}
    return str(FIELDS.get(problem, problem or wrong.code))


def blame(form: forms.Form, wrong: BadInput) -> None:
    """Put what is wrong beside its field."""
    field = str(wrong.context.get("field") or ("query" if isinstance(wrong, BadWatch) else ""))
    form.add_error(field if field in form.fields else None, sentence_of(wrong))
