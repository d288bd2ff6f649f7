"""What others have changed on a contact since a form about it was opened, beside what was typed into the form."""

from typing import Any

from frontdoor.core.fields import sentence
from frontdoor.models import Contact
from frontdoor.models.overrides import Harm
from frontdoor.presenters import moment
from frontdoor.presenters.family import value

COMPARED = (
    "received_at",
    "agency",
    "referrer_name",
    "referrer_role",
    "referrer_telephone",
    "referrer_email",
    "concern",
    "child_voice",
    "already_tried",
    "claimed_consent",
    "claimed_consent_reason",
    "not_checked",
    "claimed_level",
    "immediate_danger",
    "rag",
    "rag_reason",
    "taken_by",
)
"""What a contact says. ``immediate_danger`` and the others are what was told, not what a decision answers."""
ASKED = ("rag", "rag_reason")
"""Of these, what a form asks too."""
NOT_ASKED = "Not asked here"


def changes_since(contact: Contact, version: int, form: Any) -> list[dict[str, str]]:
    """Each answer of ``contact`` that differs from ``version``, and each risk recorded since or typed in ``form``.

    Rows of label, before, theirs and yours. Three queries; nothing for a version that never was.
    """
    opened = contact.history.filter(version=version).first()
    later = contact.history.filter(version__gt=version).order_by("history_id").first()
    if opened is None or later is None:
        return []
    said = [
        {
            "label": sentence(str(contact._meta.get_field(name).verbose_name)),
            "before": _words(opened, name),
            "theirs": _words(contact, name),
            "yours": value(form, name, form[name].data) if name in ASKED and name in form.fields else NOT_ASKED,
        }
        for name in COMPARED
        if _key(opened, name) != _key(contact, name)
    ]
    return said + _risks(contact, later.history_date, form)


def _key(row: Any, name: str) -> Any:
    return getattr(row, row._meta.get_field(name).attname)


def _words(row: Any, name: str) -> str:
    answer = getattr(row, name)
    if isinstance(answer, bool):
        return "Yes" if answer else "No"
    if hasattr(answer, "astimezone"):
        return moment(answer)
    if hasattr(answer, "get_full_name"):
        return str(answer.get_full_name())
    shown = getattr(row, f"get_{name}_display", None)
    return str(shown() if shown else answer or "")


def _risks(contact: Contact, since: Any, form: Any) -> list[dict[str, str]]:
    typed = form.typed_risks()
    return [
        {
            "label": f"Risk: {Harm(flag.harm).label.lower()}",
            "before": "",
            "theirs": f"{flag.seen_by} ({flag.raised_by.get_full_name()}, {moment(flag.raised_at)})",
            "yours": typed.get(flag.harm, ""),
        }
        for flag in contact.risk_flags.select_related("raised_by")
        if flag.recorded_at >= since or typed.get(flag.harm)
    ]
