"""Where does a person come in and go out?"""

from django.urls import path

from firebreak.console.govern import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("enter/", views.come_in, name="come_in"),
    path("enter/<int:pk>/<str:key>/", views.enter, name="enter"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("new-password/", views.new_password, name="new_password"),
]
