"""The addresses of how the service looks at itself."""

from django.urls import path

from audits.views import answers, demand, dispensation, findings, imports, leaders, look_backs, proportion

urlpatterns = [
    path("leaders/", leaders.leaders, name="leaders"),
    path("leaders/answers/", answers.answers, name="answers"),
    path("leaders/answers/contacts/", answers.listed, name="answers_listed"),
    path("leaders/assessments/", proportion.proportion, name="proportion"),
    path("leaders/assessments/list/", proportion.listed, name="proportion_listed"),
    path("contacts/demand/", demand.demand, name="demand"),
    path("contacts/demand/contacts/", demand.listed, name="demand_listed"),
    path("audits/consent/", dispensation.radar, name="dispensation"),
    path("audits/consent/dispensed/", dispensation.dispensed, name="dispensed"),
    path("audits/findings/", findings.listed, name="findings"),
    path("audits/findings/new/", findings.new, name="finding_new"),
    path("audits/findings/<int:finding_id>/", findings.finding, name="finding"),
    path("audits/findings/<int:finding_id>/owner/", findings.hand_over, name="finding_owner"),
    path("audits/findings/<int:finding_id>/indicator/", findings.measure, name="finding_measure"),
    path("audits/findings/<int:finding_id>/again/", findings.again, name="finding_again"),
    path("audits/findings/<int:finding_id>/close/", findings.close, name="finding_close"),
    path("audits/look-backs/", look_backs.listed, name="look_backs"),
    path("audits/look-backs/new/", look_backs.start, name="look_back_new"),
    path("audits/look-backs/names/", look_backs.names, name="look_back_names"),
    path("audits/look-backs/<int:look_back_id>/", look_backs.look_back, name="look_back"),
    path("audits/look-backs/<int:look_back_id>/close/", look_backs.close, name="look_back_close"),
    path("audits/look-backs/<int:look_back_id>/hand-on/", look_backs.hand_on, name="look_back_hand_on"),
    path("audits/look-backs/<int:look_back_id>/contacts/<int:contact_id>/", look_backs.look, name="look_back_contact"),
    path("administration/imports/", imports.import_list, name="admin_imports"),
    path("administration/imports/<int:run_id>/", imports.import_run, name="admin_import"),
    path("administration/imports/<int:run_id>/bring-in/", imports.import_bring_in, name="admin_import_bring_in"),
    path("administration/imports/<int:run_id>/again/", imports.import_again, name="admin_import_again"),
]
