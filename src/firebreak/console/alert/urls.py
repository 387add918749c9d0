"""Which addresses below a brand show its alerts?"""

from django.urls import path

from firebreak.console.alert import views

urlpatterns = [
    path("b/<str:slug>/alerts/", views.alerts, name="alerts"),
    path("b/<str:slug>/alerts/<int:pk>/acknowledge/", views.acknowledge, name="acknowledge_alert"),
    path("b/<str:slug>/alerts/<int:pk>/snooze/", views.snooze, name="snooze_alert"),
    path("b/<str:slug>/alerts/<int:pk>/close/", views.close, name="close_alert"),
    path("b/<str:slug>/alerts/<int:pk>/call/", views.call_next, name="call_next_of_alert"),
    path("b/<str:slug>/alerts/<int:pk>/silence/", views.silence, name="silence_alert"),
    path("b/<str:slug>/alerts/rivals/", views.rivals, name="rivals"),
    path("b/<str:slug>/silences/<int:pk>/lift/", views.lift, name="lift_silence"),
]
