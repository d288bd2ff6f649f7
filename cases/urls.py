"""The cases' addresses."""

from django.urls import path

from cases.views import assessment, chronology, closing, lists, notes, person, visits

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
    path("people/<int:person_id>/visits/new/", visits.visit_new, name="visit_new"),
    path("people/<int:person_id>/notes/new/", notes.note_new, name="note_new"),
    path("people/<int:person_id>/chronology/", chronology.story, name="chronology"),
    path("people/<int:person_id>/chronology/mark/", chronology.mark, name="chronology_mark"),
    path("people/<int:person_id>/chronology/print/", chronology.on_paper, name="chronology_print"),
    path("visits/", lists.seen_list, name="seen_list"),
    path("visits/<int:record_id>/", visits.visit, name="visit"),
    path("visits/<int:record_id>/correct/", notes.visit_correct, name="visit_correct"),
    path("notes/<int:note_id>/", notes.note, name="note"),
    path("notes/<int:note_id>/correct/", notes.note_correct, name="note_correct"),
]
