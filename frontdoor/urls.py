"""The front door's addresses."""

from django.urls import path

from frontdoor.views import contact, decision, drafts, feedback, my_work, queue, record_contact, search, triage

urlpatterns = [
    path("", my_work.home, name="my_work"),
    path("contacts/", queue.triage_queue, name="triage_queue"),
    path("contacts/next/", queue.take_next, name="take_next"),
    path("contacts/feedback/", feedback.owed, name="feedback_owed"),
    path("contacts/<int:contact_id>/", contact.contact, name="contact"),
    path("contacts/<int:contact_id>/take/", contact.take, name="contact_take"),
    path("contacts/<int:contact_id>/edit/", contact.edit, name="contact_edit"),
    path("contacts/<int:contact_id>/triage/", triage.set_urgency, name="contact_triage"),
    path("contacts/<int:contact_id>/decide/", decision.decide, name="contact_decide"),
    path("contacts/<int:contact_id>/feedback/", feedback.tell, name="contact_feedback"),
    path("search/", search.people_search, name="people_search"),
    path("search/results/", search.people_found, name="people_found"),
    path("contacts/new/", record_contact.start, name="contact_start"),
    path("contacts/new/<int:draft_id>/<slug:step>/", record_contact.step, name="contact_step"),
    path("contacts/new/<int:draft_id>/<slug:step>/draft/", record_contact.autosave, name="contact_autosave"),
    path("contacts/<int:contact_id>/recorded/", record_contact.recorded, name="contact_recorded"),
    path("drafts/", drafts.listed, name="drafts"),
    path("drafts/<int:draft_id>/discard/", drafts.discard, name="draft_discard"),
    path("drafts/<slug:form>/<int:subject_id>/", drafts.save, name="draft_save"),
    path("held/<int:held_id>/", drafts.held_submission, name="held_submission"),
]
