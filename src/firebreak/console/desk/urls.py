"""Where is the desk of all brands, and where is a matter taken on?"""

from django.urls import path

from firebreak.console.desk import views

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("desk/stream", views.stream, name="desk_stream"),
    path("desk/changes", views.changes, name="desk_changes"),
    path("b/<str:slug>/incidents/<int:number>/hold/", views.hold_incident, name="hold_incident"),
    path("b/<str:slug>/alerts/<int:pk>/hold/", views.hold_alert, name="hold_alert"),
    path("b/<str:slug>/mentions/<int:pk>/hold/", views.hold_mention, name="hold_mention"),
]
