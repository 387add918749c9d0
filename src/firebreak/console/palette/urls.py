"""Where does the command bar ask?"""

from django.urls import path

from firebreak.console.palette import views

urlpatterns = [
    path("palette/", views.desk_palette, name="desk_palette"),
    path("b/<str:slug>/palette/", views.palette, name="palette"),
]
