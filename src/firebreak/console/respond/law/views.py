"""How does a person say that a duty of the law applies, is met or not after all, or does not apply?"""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from firebreak.console.access import Seat, for_brand
from firebreak.console.respond.law.saying import LONGEST, say_of_law
from firebreak.console.respond.tabs import LAW
from firebreak.console.respond.views import ROOM, context_of, incident_of, problem_of
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.respond.statute import Word
from firebreak.core.terms import Act


class LawForm(forms.Form):
    """What is said of a duty, and the moment of which it is said."""

    law = forms.CharField(max_length=40)
    word = forms.ChoiceField(choices=[(word.value, word.value) for word in Word])
    when = forms.DateTimeField(required=False, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], label=_("When"))
    text = forms.CharField(required=False, max_length=LONGEST)


@require_POST
@for_brand(Act.APPROVE)
def say(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Say it, and go back to the legal deadlines; what cannot be said comes back with the words."""
    found, form = incident_of(seat, number), LawForm(request.POST)
    try:
        if not form.is_valid():
            raise BadInput(fields=sorted(form.errors), problem="too_long" if "text" in form.errors else "no_moment")
        said = form.cleaned_data
        word = Word(said["word"])
        say_of_law(seat=seat, incident=found, code=said["law"], word=word, when=said["when"], text=said["text"])
    except (BadInput, Conflict) as refused:
        shown = context_of(request, seat, incident_of(seat, number), tab=LAW) | {"problem": problem_of(refused)}
        text = request.POST.get("text", "").strip()
        yours = [(str(_("What you wrote")), text)] if text else []
        return render(request, ROOM, shown | {"yours": yours}, status=409)
    return redirect(f"{reverse('incident', args=[seat.brand.slug, number])}?tab={LAW}")
