"""The addresses of the API for partners' systems. Each guards itself: a token, or a session for the document alone."""

from django.urls import path

from frontdoor.api.afterwards import Answer, Documents
from frontdoor.api.contacts import Contact, Contacts, Schema
from frontdoor.api.levels import Levels
from frontdoor.api.oauth import token
from frontdoor.core.doors import OPEN, door

opened = door(OPEN)

urlpatterns = [
    path("oauth/token/", token, name="api_token"),
    path("v1/contacts", opened(Contacts.as_view()), name="api_contacts"),
    path("v1/contacts/<slug:public_id>", opened(Contact.as_view()), name="api_contact"),
    path("v1/contacts/<slug:public_id>/documents", opened(Documents.as_view()), name="api_contact_documents"),
    path("v1/contacts/<slug:public_id>/answer", opened(Answer.as_view()), name="api_contact_answer"),
    path("v1/levels", opened(Levels.as_view()), name="api_levels"),
    path("schema/", opened(Schema.as_view()), name="api_schema"),
]
