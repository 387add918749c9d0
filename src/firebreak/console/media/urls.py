"""Which addresses below a brand show what the press asks, and who asks it?"""

from django.urls import path

from firebreak.console.media import desk_views, views

urlpatterns = [
    path("b/<str:slug>/media/", views.media, name="media"),
    path("b/<str:slug>/media/log/", views.log, name="log_enquiry"),
    path("b/<str:slug>/media/<int:number>/", views.enquiry, name="media_enquiry"),
    path("b/<str:slug>/media/<int:number>/act/", views.act, name="act_on_enquiry"),
    path("b/<str:slug>/media/people/", desk_views.journalists, name="media_journalists"),
    path("b/<str:slug>/media/people/add/", desk_views.add, name="add_media_person"),
    path("b/<str:slug>/media/people/<int:pk>/", desk_views.journalist, name="media_journalist"),
    path("b/<str:slug>/media/people/<int:pk>/change/", desk_views.change, name="change_journalist"),
    path("b/<str:slug>/media/people/<int:pk>/unmask/", desk_views.unmask, name="unmask_journalist"),
    path("b/<str:slug>/media/people/<int:pk>/mask/", desk_views.mask, name="mask_journalist"),
    path("b/<str:slug>/media/people/<int:pk>/erase/", desk_views.erase, name="erase_journalist"),
    path("b/<str:slug>/incidents/<int:number>/answers/", desk_views.begin, name="begin_incident_answer"),
    path("b/<str:slug>/incidents/<int:number>/embargo/", desk_views.embargo, name="set_incident_embargo"),
    path("b/<str:slug>/incidents/<int:number>/embargo/lift/", desk_views.lift, name="lift_incident_embargo"),
]
