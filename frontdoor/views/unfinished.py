"""What was written and is not sent: drafts, shown in their form again, and words that came too late."""

from typing import Any

from frontdoor.core import drafts
from frontdoor.core.drafts import Draft
from frontdoor.core.forms import GovukForm, Versioned


def draft_of(worker: Any, form: str, subject_id: int) -> Draft | None:
    """What this worker has begun to write about a record."""
    return Draft.objects.of(worker).filter(form=form, subject_id=subject_id).first()


def taken_up(form: GovukForm, draft: Draft | None) -> GovukForm:
    """The form with what was typed before, unless something was just sent.

    It stands on the version over which it was typed: what somebody else has saved since is met when it is sent.
    """
    if draft is not None and not form.is_bound:
        kept = drafts.as_post(draft.data)
        form.take_up(kept)
        if isinstance(form, Versioned) and kept.get("version", "").isdecimal():
            form.initial["version"] = kept["version"]
    return form


def unsent(form: GovukForm, *names: str) -> str:
    """What was just sent as the answers of these fields, for a page on which somebody else has done the act before."""
    return "\n\n".join(filter(None, (form[name].value() for name in names))) if form.is_bound else ""
