"""Which addresses below a brand show whom it calls in a crisis?"""

from django.urls import path

from firebreak.console.resources import views

LIST = "b/<str:slug>/alerts/resources/"  # beside the duty list, whose tabs lead here
urlpatterns = [
    path(LIST, views.resources, name="resources"),
    path(f"{LIST}add/", views.add, name="add_resource"),
    path(f"{LIST}<int:pk>/change/", views.change, name="change_resource"),
    path(f"{LIST}<int:pk>/check/", views.check, name="check_resource"),
    path(f"{LIST}<int:pk>/remove/", views.remove, name="remove_resource"),
    path(f"{LIST}import/", views.bring, name="import_resources"),
    path(f"{LIST}resources.csv", views.as_csv, name="resources_as_csv"),
    path(f"{LIST}offline.html", views.offline, name="resources_offline"),
]
