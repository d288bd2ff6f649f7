"""The front door's addresses."""

from django.urls import path

from frontdoor.views import contact, decision, feedback, my_work, queue, triage

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
]
