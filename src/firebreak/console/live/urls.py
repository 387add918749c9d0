"""Where do open pages listen?"""

from django.urls import path

from firebreak.console.live import views

urlpatterns = [
    path("b/<str:slug>/stream", views.stream, name="stream"),
    path("b/<str:slug>/changes", views.changes, name="changes"),
]
