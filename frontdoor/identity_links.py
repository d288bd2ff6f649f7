"""What can be said about who a person is, as links on the person's record."""

from typing import Any

from django.urls import reverse

from frontdoor.core.permissions import may
from frontdoor.models import Person
from frontdoor.models.person_choices import BirthDateKnown
from frontdoor.permissions import PROPOSE_MERGE, RECORD_BIRTH


def of(person: Person, worker: Any) -> list[dict[str, str]]:
    """The links that this worker may follow."""
    links = []
    if person.birth_date_known == BirthDateKnown.UNBORN and may(worker, RECORD_BIRTH):
        links.append({"label": "Record the birth", "url": reverse("person_birth", args=[person.pk])})
    if may(worker, PROPOSE_MERGE):
        links.append({"label": "Is this person recorded twice?", "url": reverse("person_same", args=[person.pk])})
    return links
