"""Where does the first run begin, and where are its steps?"""

from django.urls import path

from firebreak.console.home.setup import first, steps

SETUP = "b/<str:slug>/setup/"

urlpatterns = [
    path("start/", first.begin, name="begin"),
    path("start/<str:key>/", first.first_run, name="first_run"),
    path(f"{SETUP}watches/", steps.words, name="setup_watches"),
    path(f"{SETUP}watches/try/", steps.try_words, name="setup_try"),
    path(f"{SETUP}sources/", steps.sources, name="setup_sources"),
    path(f"{SETUP}alerts/", steps.alerts, name="setup_alerts"),
]
