"""Which addresses below a brand show its mentions?"""

from django.urls import path

from firebreak.console.listen import views

urlpatterns = [
    path("b/<str:slug>/mentions/", views.mentions, name="mentions"),
    path("b/<str:slug>/mentions/new/", views.news, name="mentions_new"),
    path("b/<str:slug>/mentions/<int:pk>/", views.mention, name="mention"),
    path("b/<str:slug>/mentions/<int:pk>/confirm/", views.confirm, name="confirm_reading"),
    path("b/<str:slug>/mentions/<int:pk>/unmask/", views.unmask, name="unmask_post"),
]
