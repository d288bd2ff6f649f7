"""Two choices of the worker of a case, side by side."""

from cases.actions.allocations import Lead
from frontdoor.presenters import long_day
from workforce.forms.allocation import AllocateForm


def differences(form: AllocateForm, lead: Lead) -> list[dict[str, str]]:
    """Who has been allocated meanwhile, by whom and why, beside what was chosen and typed on the older page."""
    given = lead.allocation
    chosen = form.candidates.get(form["worker"].data or "")
    theirs = (
        f"{given.worker.get_full_name()}, allocated by {given.allocated_by.get_full_name()} "
        f"on {long_day(given.started_on)}"
        if given
        else "Nobody any more"
    )
    return [
        {
            "label": str(form["worker"].label),
            "theirs": theirs,
            "yours": chosen.get_full_name() if chosen else "",
        },
        {
            "label": str(form["rationale"].label),
            "theirs": given.rationale if given else "",
            "yours": form["rationale"].data or "",
        },
    ]
