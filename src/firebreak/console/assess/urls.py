"""Which addresses below a brand show its stories?"""

from django.urls import path

from firebreak.console.assess import many, views, weak_views

urlpatterns = [
    path("b/<str:slug>/stories/", views.stories, name="stories"),
    path("b/<str:slug>/stories/weak/", weak_views.weak_signals, name="weak_signals"),
    path("b/<str:slug>/stories/weak/raise/", weak_views.raise_watching, name="raise_watching"),
    path("b/<str:slug>/stories/weak/closer/", weak_views.visit_closer, name="visit_closer"),
    path("b/<str:slug>/stories/<int:number>/", views.story, name="story"),
    path("b/<str:slug>/stories/<int:number>/merge/", views.merge, name="merge_story"),
    path("b/<str:slug>/stories/<int:number>/split/", views.split, name="split_story"),
    path("b/<str:slug>/mentions/category/", many.categorise, name="categorise_mentions"),
    path("b/<str:slug>/mentions/into/", many.merge_mentions, name="merge_mentions"),
    path("b/<str:slug>/mentions/stories/", many.offered, name="offered_stories"),
    path("b/<str:slug>/mentions/acts/<int:pk>/undo/", many.undo, name="undo_deed"),
    path("b/<str:slug>/mentions/<int:pk>/correct/", views.correct, name="correct_reading"),
    path("b/<str:slug>/mentions/<int:pk>/take-back/<int:word>/", views.take_back, name="take_back_reading"),
]
