"""Which addresses below an incident ask why it happened?"""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from firebreak.console.learn import views
from firebreak.console.learn.cost.views import change_cost, note_own
from firebreak.console.learn.public import views as public_views
from firebreak.console.learn.public.serving import progress, progress_feed


class BrandName(StringConverter):
    """The letters of a brand's short name, of any script; nothing else is looked for."""

    regex = r"[-\w]+"


register_converter(BrandName, "brand")
INCIDENT = "b/<str:slug>/incidents/<int:number>/"
ROOM = f"{INCIDENT}learn/"
urlpatterns = [
    path(f"{ROOM}cause/", views.write_cause, name="write_incident_cause"),
    path(f"{ROOM}factor/", views.factor, name="write_incident_factor"),
    path(f"{ROOM}action/", views.action, name="add_incident_action"),
    path(f"{ROOM}prove/", views.prove, name="prove_incident_action"),
    path(f"{ROOM}check/", views.check, name="check_incident_action"),
    path(f"{ROOM}after/", views.after, name="set_incident_after"),
    path(f"{ROOM}waive/", views.waive, name="waive_incident_result"),
    path("p/<brand:brand>/<int:year>/<int:number>/", progress, name="progress_page"),
    path("p/<brand:brand>/<int:year>/<int:number>/feed/", progress_feed, name="progress_feed"),
    path(f"{INCIDENT}public/open/", public_views.open_page, name="open_incident_page"),
    path(f"{INCIDENT}public/shut/", public_views.shut_page, name="shut_incident_page"),
    path(f"{INCIDENT}public/correct/", public_views.correct, name="correct_incident_page"),
    path(f"{INCIDENT}cost/", change_cost, name="change_incident_cost"),
    path(f"{INCIDENT}hours/", note_own, name="note_own_hours"),
    path(f"{ROOM}proof/<int:action>/", views.proof, name="incident_proof"),
]
