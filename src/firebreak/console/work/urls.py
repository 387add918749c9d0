"""Where does a person see their long works?"""

from django.urls import path

from firebreak.console.work import views

urlpatterns = [
    path("b/<str:slug>/long-work/", views.works, name="works"),
    path("b/<str:slug>/long-work/notice/", views.work_notice, name="work_notice"),
    path("b/<str:slug>/long-work/<int:pk>/end/", views.end_work, name="end_work"),
]
