"""Which addresses below a brand show its affected people, and what they are given?"""

from django.urls import path

from firebreak.console.cases import money_views, views

urlpatterns = [
    path("b/<str:slug>/cases/", views.cases, name="cases"),
    path("b/<str:slug>/cases/open/", views.open_case, name="open_case"),
    path("b/<str:slug>/cases/<int:number>/", views.case, name="case"),
    path("b/<str:slug>/cases/<int:number>/act/", views.act, name="act_on_case"),
    path("b/<str:slug>/cases/<int:number>/unmask/", views.unmask, name="unmask_case"),
    path("b/<str:slug>/cases/<int:number>/mask/", views.mask, name="mask_case"),
    path("b/<str:slug>/cases/<int:number>/erase/", views.erase, name="erase_case"),
    path("b/<str:slug>/mentions/<int:pk>/case/", views.from_mention, name="case_from_mention"),
    path("b/<str:slug>/cases/money/", money_views.compensation, name="compensation"),
    path("b/<str:slug>/cases/money/change/", money_views.change, name="change_compensation"),
]
