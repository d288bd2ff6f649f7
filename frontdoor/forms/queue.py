"""What the desk's list is narrowed to. An answer that is not on offer narrows nothing."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from frontdoor.core.forms import CheckboxField, GovukForm, SelectField
from frontdoor.desk import AGES, aged_q
from frontdoor.models import ContactReturn, PartnerReferral
from frontdoor.models.contacts import ContactQuerySet, Rag

NOT_TRIAGED, TO_TRIAGE, TRIAGED = "none", "triage", "set"
URGENCIES = [
    (Rag.RED.value, "Red"),
    (NOT_TRIAGED, "Not triaged"),
    (Rag.AMBER.value, "Amber"),
    (Rag.GREEN.value, "Green"),
    (TO_TRIAGE, "Any, to be triaged"),
    (TRIAGED, "Any, awaiting a decision"),
]
HOLDERS = [("free", "Nobody yet"), ("taken", "Somebody"), ("mine", "Me")]
RETURNS = [("waiting", "Waiting for the referrer"), ("answered", "Answered by the referrer")]
SORTS = {"received": ("received_at", "pk"), "-received": ("-received_at", "-pk")}


class QueueFilters(GovukForm):
    """Urgency, who has taken it, agency, how long it has waited, whether it went back, and whether it is late."""

    rag = SelectField("Urgency", choices=URGENCIES, empty_label="All", required=False)
    held = SelectField("Taken by", choices=HOLDERS, empty_label="Anybody or nobody", required=False)
    agency = SelectField("Agency", empty_label="All", required=False)
    age = SelectField(
        "Waiting for", choices=[(age.key, age.name) for age in AGES], empty_label="Any time", required=False
    )
    returned = SelectField("Returned to the referrer", choices=RETURNS, empty_label="Any or not", required=False)
    late = CheckboxField("Overdue only", required=False)
    call_back = CheckboxField("To call back only", required=False)

    def __init__(self, *args: Any, agencies: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "All"), *((str(pk), name) for pk, name in agencies)]

    def narrow(self, contacts: ContactQuerySet, *, worker: Any, at: datetime) -> ContactQuerySet:
        """The contacts that every chosen answer lets through."""
        self.is_valid()
        chosen = self.cleaned_data
        match chosen.get("rag"):
            case "triage":
                contacts = contacts.to_triage()
            case "set":
                contacts = contacts.awaiting_decision()
            case "none":
                contacts = contacts.of_urgency("")
            case "red" | "amber" | "green" as rag:
                contacts = contacts.of_urgency(rag)
        match chosen.get("held"):
            case "free":
                contacts = contacts.free()
            case "taken":
                contacts = contacts.filter(taken_by__isnull=False)
            case "mine":
                contacts = contacts.filter(taken_by=worker)
        if chosen.get("agency"):
            contacts = contacts.filter(agency_id=chosen["agency"])
        if chosen.get("age"):
            contacts = contacts.filter(*(aged_q(age, at) for age in AGES if age.key == chosen["age"]))
        if chosen.get("call_back"):
            contacts = contacts.filter(pk__in=PartnerReferral.objects.to_call_back().values("contact_id"))
        match chosen.get("returned"):
            case "waiting":
                contacts = contacts.filter(pk__in=ContactReturn.objects.waiting().values("contact_id"))
            case "answered":
                contacts = contacts.filter(pk__in=ContactReturn.objects.answered().values("contact_id"))
        return contacts.overdue(at) if chosen.get("late") else contacts
