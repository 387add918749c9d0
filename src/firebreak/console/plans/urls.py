"""Which addresses below a brand show its plans?"""

from django.urls import path

from firebreak.console.plans import drill_views, edit_views, views

ONE = "b/<str:slug>/plans/<str:plan>/"

urlpatterns = [
    path("b/<str:slug>/plans/", views.plans, name="plans"),
    path("b/<str:slug>/plans/new-plan/", edit_views.new, name="new_plan"),  # no code has a hyphen
    path(ONE, views.plan, name="plan"),
    path(f"{ONE}sign/", views.sign, name="sign_plan"),
    path(f"{ONE}versions/", views.versions, name="plan_versions"),
    path(f"{ONE}sheet/", views.sheet, name="plan_sheet"),
    path(f"{ONE}plan.yaml", views.as_yaml, name="plan_as_yaml"),
    path(f"{ONE}plan.docx", views.as_docx, name="plan_as_docx"),
    path(f"{ONE}drills/", drill_views.drills, name="plan_drills"),
    path(f"{ONE}drills/record/", drill_views.record, name="record_plan_drill"),
    path(f"{ONE}drills/<int:pk>/strike/", drill_views.strike, name="strike_plan_drill"),
    path(f"{ONE}edit/", edit_views.head, name="edit_plan"),
    path(f"{ONE}text/", edit_views.text, name="write_plan"),
    path(f"{ONE}steps/new-step/", edit_views.add_step, name="add_plan_step"),
    path(f"{ONE}steps/<str:step>/", edit_views.edit_step, name="edit_plan_step"),
    path(f"{ONE}steps/<str:step>/drop/", edit_views.drop_step, name="drop_plan_step"),
]
