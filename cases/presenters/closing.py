"""The closing of a case turned into the words that pages show."""

from cases.models import CaseClosure
from cases.presenters.strategy import rows
from frontdoor.presenters import long_day


def facts_of(closure: CaseClosure) -> list[dict[str, str]]:
    """What was written when the case closed, with referral, child and signer read."""
    referral = closure.referral
    accepted = {True: "accepted by the family", False: "not accepted by the family", None: ""}[closure.accepted]
    return rows(
        ("Child", referral.child.full_name),
        ("Referral received", long_day(referral.received_on)),
        ("Closed", f"{long_day(closure.closed_on)} by {closure.closed_by.get_full_name()}"),
        ("Why", str(closure.get_reason_display())),
        ("What has changed for the child", closure.what_changed),
        ("Early help", f"{closure.service}, {accepted}" if closure.steps_down else "None"),
    )
