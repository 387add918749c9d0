"""Which addresses below a brand show its mentions?"""

from django.urls import path

from firebreak.console.listen import acting, capture_views, listing, praising, saved, views

urlpatterns = [
    path("b/<str:slug>/mentions/", listing.mentions, name="mentions"),
    path("b/<str:slug>/mentions/new/", listing.news, name="mentions_new"),
    path("b/<str:slug>/mentions/moved/", listing.moved, name="mentions_moved"),
    path("b/<str:slug>/mentions/act/", acting.act_upon, name="act_on_mentions"),
    path("b/<str:slug>/mentions/views/", saved.save, name="save_view"),
    path("b/<str:slug>/mentions/views/<int:pk>/drop/", saved.drop, name="drop_view"),
    path("b/<str:slug>/mentions/<int:pk>/thank/", praising.thank, name="thank_for_mention"),
    path("b/<str:slug>/mentions/<int:pk>/ask/", praising.ask, name="ask_for_mention"),
    path("b/<str:slug>/mentions/<int:pk>/answer/", praising.answer, name="answer_for_mention"),
    path("b/<str:slug>/mentions/<int:pk>/tag/", praising.tag, name="tag_mention"),
    path("b/<str:slug>/mentions/<int:pk>/", views.mention, name="mention"),
    path("b/<str:slug>/mentions/<int:pk>/confirm/", views.confirm, name="confirm_reading"),
    path("b/<str:slug>/mentions/<int:pk>/unmask/", views.unmask, name="unmask_post"),
    path("b/<str:slug>/mentions/<int:pk>/mask/", views.mask, name="mask_post"),
    path("b/<str:slug>/mentions/<int:pk>/capture/", capture_views.capture, name="capture_post"),
    path("b/<str:slug>/mentions/captures/", capture_views.captures, name="captures"),
    path("b/<str:slug>/mentions/captures/<int:pk>/take/", capture_views.hand_out_capture, name="hand_out_capture"),
    path("b/<str:slug>/mentions/captures/<int:pk>/keep/", capture_views.keep, name="keep_capture"),
]
