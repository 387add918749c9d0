"""From which addresses is a list taken along?"""

from django.urls import path

from firebreak.console.export.views import export_of, work_file

urlpatterns = [
    path("b/<str:slug>/mentions/export/", export_of("mentions"), name="export_mentions"),
    path("b/<str:slug>/stories/export/", export_of("stories"), name="export_stories"),
    path("b/<str:slug>/alerts/export/", export_of("alerts"), name="export_alerts"),
    path("b/<str:slug>/incidents/export/", export_of("incidents"), name="export_incidents"),
    path("b/<str:slug>/settings/audit/export/", export_of("audit"), name="export_audit"),
    path("b/<str:slug>/cases/export/", export_of("cases"), name="export_cases"),
    path("b/<str:slug>/cases/money/export/", export_of("compensation"), name="export_compensation"),
    path("b/<str:slug>/incidents/costs/export/", export_of("costs"), name="export_costs"),
    path("b/<str:slug>/media/export/", export_of("enquiries"), name="export_enquiries"),
    path("b/<str:slug>/media/people/export/", export_of("journalists"), name="export_journalists"),
    path("b/<str:slug>/long-work/<int:pk>/file/", work_file, name="work_file"),
]
