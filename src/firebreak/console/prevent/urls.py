"""Which addresses below a brand show what could happen to it?"""

from django.urls import path

from firebreak.console.prevent import views

LIST = "b/<str:slug>/risks/"
urlpatterns = [
    path(LIST, views.risks, name="risks"),
    path(f"{LIST}add/", views.add, name="add_risk"),
    path(f"{LIST}<int:pk>/judge/", views.judge, name="judge_risk"),
    path(f"{LIST}<int:pk>/retire/", views.retire, name="retire_risk"),
]
