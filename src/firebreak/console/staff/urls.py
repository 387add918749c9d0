"""Which addresses take what the staff sees, and which below a brand show what becomes of it?"""

from django.urls import path

from firebreak.console.staff import telling, views

LIST = "b/<str:slug>/staff/"
ONE = f"{LIST}<int:number>/"
urlpatterns = [
    path("s/<slug:token>/", telling.form, name="staff_form"),
    path("r/", telling.lookup, name="staff_lookup"),
    path("r/<slug:code>/", telling.receipt, name="staff_receipt"),
    path("b/<str:slug>/tell/", telling.tell, name="tell_seen"),
    path(LIST, views.reports, name="staff_reports"),
    path(f"{LIST}link/new/", views.new_link, name="new_staff_link"),
    path(f"{LIST}link/end/", views.end_link, name="end_staff_link"),
    path(ONE, views.report, name="staff_report"),
    path(f"{ONE}act/", views.act, name="act_on_staff_report"),
    path(f"{ONE}unmask/", views.unmask, name="unmask_staff_report"),
    path(f"{ONE}mask/", views.cover, name="mask_staff_report"),
    path(f"{ONE}photo/", views.photo, name="staff_report_photo"),
    path(f"{ONE}erase/", views.erase, name="erase_staff_report"),
]
