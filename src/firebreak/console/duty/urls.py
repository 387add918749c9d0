"""Which addresses below a brand show who is on duty?"""

from django.urls import path

from firebreak.console.duty import hand_views, views

urlpatterns = [
    path("b/<str:slug>/alerts/duty/", views.rota, name="duty"),
    path("b/<str:slug>/alerts/duty/put/", views.put, name="put_on_duty"),
    path("b/<str:slug>/alerts/duty/shifts/<int:pk>/end/", views.end, name="end_shift"),
    path("b/<str:slug>/alerts/duty/call/", views.on_call, name="on_call"),
    path("b/<str:slug>/alerts/duty/hand-overs/", hand_views.hand_overs, name="hand_overs"),
    path("b/<str:slug>/alerts/duty/hand-overs/write/", hand_views.write, name="write_hand_over"),
    path("b/<str:slug>/alerts/duty/hand-overs/<int:pk>/", hand_views.hand_over, name="hand_over"),
    path("b/<str:slug>/alerts/duty/hand-overs/<int:pk>/receive/", hand_views.receive, name="receive_hand_over"),
    path("b/<str:slug>/alerts/duty/hand-overs/<int:pk>/withdraw/", hand_views.withdraw, name="withdraw_hand_over"),
    path("b/<str:slug>/incidents/<int:number>/tell/", views.tell, name="tell_brand_of_incident"),
    path("b/<str:slug>/incidents/<int:number>/tell/draft/", views.draft, name="draft_word_of_incident"),
    path("b/<str:slug>/incidents/<int:number>/tell/read/", views.read, name="read_word_of_incident"),
    path("b/<str:slug>/incidents/<int:number>/parts/", views.give, name="give_incident_part"),
]
