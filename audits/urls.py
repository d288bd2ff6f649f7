"""The addresses of how the service looks at itself."""

from django.urls import path

from audits.views import dispensation, imports, leaders

urlpatterns = [
    path("leaders/", leaders.leaders, name="leaders"),
    path("leaders/decided-in-time/", leaders.decided_in_time, name="decided_in_time"),
    path("audits/consent/", dispensation.radar, name="dispensation"),
    path("audits/consent/dispensed/", dispensation.dispensed, name="dispensed"),
    path("administration/imports/", imports.import_list, name="admin_imports"),
    path("administration/imports/<int:run_id>/", imports.import_run, name="admin_import"),
    path("administration/imports/<int:run_id>/bring-in/", imports.import_bring_in, name="admin_import_bring_in"),
]
