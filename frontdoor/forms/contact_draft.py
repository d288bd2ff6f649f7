"""A contact that is being written: what was typed, step by step, and the act that it becomes.

A draft keeps what was typed, not what it means, so that nothing is lost that a form refuses. It holds ``key`` (the
form's idempotency key), ``sections`` (what was typed on each step), ``children`` (each ``{"person": id}`` or
``{"section": name}``) and ``adults`` (what was typed about each).
"""

from typing import Any, ClassVar

from django.http import QueryDict

from frontdoor.actions.contacts import Referrer
from frontdoor.actions.people import NewPerson
from frontdoor.core import drafts
from frontdoor.core.forms import GovukForm
from frontdoor.core.search import home_from
from frontdoor.forms.record_contact import (
    AdultForm,
    CallerForm,
    ClaimForm,
    ConsentForm,
    DangerForm,
    NewChildForm,
    UrgentForm,
)
from frontdoor.forms.search import FindChildForm
from frontdoor.forms.stepped_draft import SteppedDraft
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
    "concern": ClaimForm,
    "consent": ConsentForm,
    ADULT: AdultForm,
}


class ContactDraft(SteppedDraft):
    """One worker's unfinished contact. ``shown`` are the steps that the check page lists before the children."""

    form_name: ClassVar[str] = FORM
    forms: ClassVar[dict[str, type[GovukForm]]] = FORMS
    step_url: ClassVar[str] = "contact_step"
    shown: ClassVar[dict[str, str]] = {"caller": "Who is telling us"}
    needed_first: ClassVar[tuple[str, ...]] = ("caller",)
    described_is: ClassVar[str] = ", new"

    @classmethod
    def form_class(cls, section: str) -> type[GovukForm]:
        """The form of a section, the same one for every described child. Raises KeyError where there is none."""
        return NewChildForm if _is_child(section) else super().form_class(section)

    def made(self, section: str, data: QueryDict | None) -> GovukForm:
        """A section's form. While a child is in danger it lets through what can be asked for afterwards."""
        form = super().made(section, data)
        if hasattr(form, "in_danger"):
            form.in_danger = bool(self.in_danger)
        return form

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
        typed = {name: looked_for.get(name, []) for name in ("given_names", "family_name")}
        home = home_from(" ".join(looked_for.get("home", [])))
        typed |= {"lines": [home.address], "postcode": [home.postcode or home.district]}
        parts = {f"birth_date_{part}": looked_for.get(f"birth_date_{part}", []) for part in ("day", "month", "year")}
        if any(value for values in parts.values() for value in values):
            typed |= parts | {"birth_date_known": ["exact"]}
        self.change_once(lambda data: data["sections"].update({section: typed}))
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

        self.change_once(add)

    def remove(self, what: str, place: str) -> None:
        """Take the child or adult at a place off the contact again; a place that is not there changes nothing."""
        if place.isdecimal() and int(place) < len(self.data[what]):
            self.change_once(lambda data: data[what].pop(int(place)))

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

    def not_checked(self) -> list[str]:
        """What was typed about the children and set aside because a child is in danger, a line each."""
        sections = [entry["section"] for entry in self.data["children"] if "section" in entry]
        return [words for section in sections for words in self.answered(section).not_checked]

    def adults(self) -> list[AdultForm]:
        """The adults' forms, judged."""
        forms = [AdultForm(drafts.as_post(kept), **self.clock) for kept in self.data["adults"]]
        return [form for form in forms if form.is_valid()]

    def further(self) -> list[tuple[str, str, str, str]]:
        """What else the check page shows: title, question, answer and the step that changes it."""
        return []

    def first_gap(self) -> str | None:
        """The first step that lacks an answer, None when the contact can be sent."""
        first = next((name for name in self.needed_first if not self.answered(name).is_valid()), None)
        if first or not self.data["children"]:
            return first or self.child_step
        sections = [entry["section"] for entry in self.data["children"] if "section" in entry]
        return next((name for name in [*sections, "concern", "consent"] if not self.answered(name).is_valid()), None)

    @property
    def child_step(self) -> str:
        """The step on which a child is begun."""
        return "find"

    def next_child(self) -> str:
        """Begin another child, and return its step: the search, emptied."""
        self.change(lambda data: data["sections"].pop("find", None))
        return self.child_step

    def arguments(self) -> dict[str, Any]:
        """What the act needs, from steps without a gap. If not told, the form's start is when it came in."""
        caller = self.answered("caller")
        return {
            "received_at": caller.cleaned_data["received_at"] or self.draft.started_at,
            "method": caller.cleaned_data["method"],
            "referrer": caller.referrer(),
            **self.told(),
        }

    def told(self) -> dict[str, Any]:
        """What the act needs that does not say who tells us."""
        return {
            "children": self.children(),
            "adults": [form.adult() for form in self.adults()],
            "immediate_danger": bool(self.in_danger),
            "draft": self.draft,
            **self.answered("concern").cleaned_data,
            **self.answered("consent").told(),
            "not_checked": "\n".join(self.not_checked()),
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
