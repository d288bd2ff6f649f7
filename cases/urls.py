"""The cases' addresses."""

from django.urls import path

from cases.views import assessment, closing, lists, person

urlpatterns = [
    path("cases/", lists.case_list, name="case_list"),
    path("cases/unallocated/", lists.unallocated, name="unallocated"),
    path("cases/<int:referral_id>/assessment/", assessment.assessment_start, name="assessment_start"),
    path("cases/<int:referral_id>/close/", closing.case_close, name="case_close"),
    path("assessments/", lists.assessment_list, name="assessment_list"),
    path("assessments/<int:assessment_id>/", assessment.assessment, name="assessment"),
    path("assessments/<int:assessment_id>/decision/", assessment.assessment_decide, name="assessment_decide"),
    path("assessments/<int:assessment_id>/shared/", assessment.assessment_share, name="assessment_share"),
    path("people/<int:person_id>/", person.person, name="person"),
    path("people/<int:person_id>/ask/", person.person_ask, name="person_ask"),
]
