"""A contact that is being written: what was typed, step by step, and the act that it becomes.

A draft keeps what was typed, not what it means, so that nothing is lost that a form refuses. It holds ``key`` (the
form's idempotency key), ``sections`` (what was typed on each step), ``children`` (each ``{"person": id}`` or
``{"section": name}``) and ``adults`` (what was typed about each).
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.http import QueryDict

from frontdoor import presenters
from frontdoor.actions.contacts import Referrer
from frontdoor.actions.people import NewPerson
from frontdoor.core import drafts
from frontdoor.core.drafts import Draft
from frontdoor.core.forms import GovukForm
from frontdoor.forms.record_contact import (
    AdultForm,
    CallerForm,
    ConcernForm,
    ConsentForm,
    DangerForm,
    NewChildForm,
    UrgentForm,
)
from frontdoor.forms.search import FindChildForm
from frontdoor.models import Person
from frontdoor.models.agencies import ReferralSource
from frontdoor.models.contacts import ClaimedConsent, Method

FORM = "contact"
CHILD = "child-"
ADULT = "adult"
FORMS: dict[str, type[GovukForm]] = {
    "danger": DangerForm,
    "urgent": UrgentForm,
    "caller": CallerForm,
    "find": FindChildForm,
    "concern": ConcernForm,
    "consent": ConsentForm,
    ADULT: AdultForm,
}


def begin(*, worker: Any, post: QueryDict, now: datetime) -> Draft:
    """Start a contact with the answer about danger."""
    data = {"key": str(uuid4()), "sections": {"danger": drafts.typed(post)}, "children": [], "adults": []}
    return drafts.begin(worker=worker, form=FORM, data=data, now=now)


class ContactDraft:
    """One worker's unfinished contact."""

    def __init__(self, draft: Draft, *, worker: Any, today: date, now: datetime) -> None:
        self.draft, self.worker = draft, worker
        self.clock: dict[str, Any] = {"today": today, "now": now}
        self.judged: dict[str, GovukForm] = {}

    @classmethod
    def open(cls, draft_id: int, *, worker: Any, today: date, now: datetime) -> "ContactDraft":
        """The worker's own draft. Raises Draft.DoesNotExist."""
        return cls(Draft.objects.get(pk=draft_id, worker=worker, form=FORM), worker=worker, today=today, now=now)

    @property
    def data(self) -> dict[str, Any]:
        return self.draft.data

    def has(self, section: str) -> bool:
        """Whether anything was kept for a section."""
        return section in self.data["sections"]

    def form(self, section: str, post: QueryDict | None = None) -> GovukForm:
        """A section's form, bound to what is sent now; without that it shows what was kept, and judges nothing."""
        kept = self.data["sections"].get(section)
        form = form_class(section)(post, **self.clock)
        if post is None and kept is not None:
            answered = form_class(section)(drafts.as_post(kept), **self.clock)
            form.initial = {
                name: answered.fields[name].widget.value_from_datadict(answered.data, {}, name)
                for name in answered.fields
            }
        return form

    def answered(self, section: str) -> GovukForm:
        """A section's form with what was kept, judged."""
        if section not in self.judged:
            form = form_class(section)(drafts.as_post(self.data["sections"].get(section, {})), **self.clock)
            form.full_clean()
            self.judged[section] = form
        return self.judged[section]

    def change(self, how: Callable[[dict[str, Any]], object]) -> None:
        """Change what is kept, and keep it at once."""
        self.judged.clear()
        self.draft = drafts.change(self.draft.pk, worker=self.worker, form=FORM, now=self.clock["now"], how=how)

    def keep(self, section: str, post: QueryDict) -> None:
        """Keep what was typed on a step, right or wrong."""
        self.change(lambda data: data["sections"].update({section: drafts.typed(post)}))

    def link_child(self, person_id: int) -> None:
        """Say that the contact is about somebody already recorded."""
        entry = {"person": person_id}
        self.change(lambda data: entry in data["children"] or data["children"].append(entry))

    def describe_child(self) -> str:
        """Open a section for a child who is not recorded, with what was searched for; returns its name."""
        number = 1 + max(
            (int(name.removeprefix(CHILD)) for name in self.data["sections"] if _is_child(name)), default=0
        )
        section = f"{CHILD}{number}"
        looked_for = self.data["sections"].get("find", {})
        typed = {name: looked_for.get(name, []) for name in ("given_names", "family_name", "postcode")}
        parts = {f"birth_date_{part}": looked_for.get(f"birth_date_{part}", []) for part in ("day", "month", "year")}
        if any(value for values in parts.values() for value in values):
            typed |= parts | {"birth_date_known": ["exact"]}
        self.change(lambda data: data["sections"].update({section: typed}))
        return section

    def add_described(self, section: str) -> None:
        """Put a described child on the contact, once."""
        entry = {"section": section}
        self.change(lambda data: entry in data["children"] or data["children"].append(entry))

    def add_adult(self, post: QueryDict) -> None:
        """Put an adult on the contact and empty the questions for the next one."""

        def add(data: dict[str, Any]) -> None:
            data["adults"].append(drafts.typed(post))
            data["sections"].pop(ADULT, None)

        self.change(add)

    def remove(self, what: str, place: str) -> None:
        """Take the child or adult at a place off the contact again; a place that is not there changes nothing."""
        if place.isdecimal() and int(place) < len(self.data[what]):
            self.change(lambda data: data[what].pop(int(place)))

    def forget_search(self) -> None:
        """Empty the search for the next child."""
        self.change(lambda data: data["sections"].pop("find", None))

    @property
    def started_words(self) -> str:
        """When the form was begun, for a page."""
        return presenters.moment(self.draft.started_at)

    @property
    def in_danger(self) -> bool | None:
        danger = self.answered("danger")
        return danger.cleaned_data["immediate_danger"] if danger.is_valid() else None

    def known_children(self) -> dict[int, Person]:
        """The people already recorded whom the contact names, by id; none who has become hidden since."""
        ids = [entry["person"] for entry in self.data["children"] if "person" in entry]
        return Person.objects.linkable_by(self.worker).in_bulk(ids) if ids else {}

    def children(self) -> list[int | NewPerson]:
        """The children as the act takes them; those described with errors are left out."""
        found: list[int | NewPerson] = []
        for entry in self.data["children"]:
            if "person" in entry:
                found.append(entry["person"])
            elif (form := self.answered(entry["section"])).is_valid():
                found.append(form.person())
        return found

    def adults(self) -> list[AdultForm]:
        """The adults' forms, judged."""
        forms = [AdultForm(drafts.as_post(kept), **self.clock) for kept in self.data["adults"]]
        return [form for form in forms if form.is_valid()]

    def first_gap(self) -> str | None:
        """The first step that lacks an answer, None when the contact can be sent."""
        if not self.answered("caller").is_valid():
            return "caller"
        if not self.data["children"]:
            return "find"
        sections = [entry["section"] for entry in self.data["children"] if "section" in entry]
        return next((name for name in [*sections, "concern", "consent"] if not self.answered(name).is_valid()), None)

    def arguments(self) -> dict[str, Any]:
        """What the act needs, from steps without a gap. If not told, the form's start is when it came in."""
        caller, concern, consent = (self.answered(name) for name in ("caller", "concern", "consent"))
        return {
            "received_at": caller.cleaned_data["received_at"] or self.draft.started_at,
            "method": caller.cleaned_data["method"],
            "referrer": caller.referrer(),
            "children": self.children(),
            "adults": [form.adult() for form in self.adults()],
            "immediate_danger": bool(self.in_danger),
            "draft": self.draft,
            **concern.cleaned_data,
            **consent.cleaned_data,
        }


def urgent_arguments(current: ContactDraft, form: UrgentForm) -> dict[str, Any]:
    """What the act needs when a child is in danger: a name and the worry; all else follows (domain.md L65)."""
    return {
        "received_at": current.draft.started_at,
        "method": Method.OTHER,
        "referrer": Referrer(source_code=ReferralSource.UNKNOWN),
        "children": [form.child()],
        "concern": form.cleaned_data["concern"],
        "claimed_consent": ClaimedConsent.NOT_KNOWN,
        "immediate_danger": True,
        "draft": current.draft,
    }


def _is_child(section: str) -> bool:
    return section.startswith(CHILD) and section.removeprefix(CHILD).isdecimal()


def form_class(section: str) -> type[GovukForm]:
    """The form of a section. Raises KeyError where there is none."""
    return NewChildForm if _is_child(section) else FORMS[section]
