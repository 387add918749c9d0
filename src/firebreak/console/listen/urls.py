"""Which addresses below a brand show its mentions?"""

from django.urls import path

from firebreak.console.listen import capture_views, views

urlpatterns = [
    path("b/<str:slug>/mentions/", views.mentions, name="mentions"),
    path("b/<str:slug>/mentions/new/", views.news, name="mentions_new"),
    path("b/<str:slug>/mentions/<int:pk>/", views.mention, name="mention"),
    path("b/<str:slug>/mentions/<int:pk>/confirm/", views.confirm, name="confirm_reading"),
    path("b/<str:slug>/mentions/<int:pk>/unmask/", views.unmask, name="unmask_post"),
    path("b/<str:slug>/mentions/<int:pk>/mask/", views.mask, name="mask_post"),
    path("b/<str:slug>/mentions/<int:pk>/capture/", capture_views.capture, name="capture_post"),
    path("b/<str:slug>/captures/", capture_views.captures, name="captures"),
    path("b/<str:slug>/captures/<int:pk>/take/", capture_views.hand_out_capture, name="hand_out_capture"),
    path("b/<str:slug>/captures/<int:pk>/keep/", capture_views.keep, name="keep_capture"),
]
