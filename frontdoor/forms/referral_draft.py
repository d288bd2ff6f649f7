"""A referral that somebody of a partner agency is writing. Nobody whom it names is ever looked up."""

from typing import Any, ClassVar

from frontdoor.core.forms import GovukForm
from frontdoor.forms.contact_draft import CHILD, ContactDraft
from frontdoor.forms.record_contact import AdultForm, ConcernForm, DangerForm
from frontdoor.forms.refer import LevelForm, ReferralConsentForm, ReferrerForm, UrgentReferralForm
from frontdoor.models.contacts import ClaimedConsent

FORM = "referral"


class ReferralDraft(ContactDraft):
    """One partner's unfinished referral: a contact whose children are described, never searched for."""

    form_name: ClassVar[str] = FORM
    forms: ClassVar[dict[str, type[GovukForm]]] = {
        "danger": DangerForm,
        "urgent": UrgentReferralForm,
        "level": LevelForm,
        "referrer": ReferrerForm,
        "adult": AdultForm,
        "concern": ConcernForm,
        "consent": ReferralConsentForm,
    }
    step_url: ClassVar[str] = "partner_step"
    shown: ClassVar[dict[str, str]] = {"level": "Level of need", "referrer": "You"}
    needed_first: ClassVar[tuple[str, ...]] = ("level", "referrer")
    described_is: ClassVar[str] = ""
    begun: ClassVar[tuple[str, ...]] = (f"{CHILD}1",)

    @property
    def child_step(self) -> str:
        """The first child described and not on the referral; the form begins with one."""
        named = {entry.get("section") for entry in self.data["children"]}
        return next((name for name in self.data["sections"] if name.startswith(CHILD) and name not in named), "")

    def next_child(self) -> str:
        """Begin another child, unless one is begun already, and return its step."""
        return self.child_step or self.describe_child()

    def children(self) -> list[Any]:
        """The children as they were described; a person of the record can stand in no referral."""
        return [child for child in super().children() if not isinstance(child, int)]

    def further(self) -> list[tuple[str, str, str, str]]:
        """The documents."""
        names = "\n".join(self.draft.files.order_by("pk").values_list("name", flat=True))
        return [("Documents", "Documents", names or "None", "documents")]

    def arguments(self) -> dict[str, Any]:
        """What the act needs, from steps without a gap."""
        level = self.answered("level").chosen_level
        return {
            "claimed_level": level.pk if level else None,
            **self.answered("referrer").cleaned_data,
            **self.told(),
        }


def urgent_arguments(current: ContactDraft, form: UrgentReferralForm) -> dict[str, Any]:
    """What the act needs when a child is in danger: a name, the worry and whom to ring; all else is asked for later."""
    return {
        "claimed_level": None,
        "referrer_role": "",
        "referrer_telephone": form.cleaned_data["referrer_telephone"],
        "children": [form.child()],
        "concern": form.cleaned_data["concern"],
        "claimed_consent": ClaimedConsent.NOT_KNOWN,
        "immediate_danger": True,
        "draft": current.draft,
    }
