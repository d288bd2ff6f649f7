"""Flag caseloads above the limits for a day by hand, as the morning's job does."""

from frontdoor.management.by_hand import JobByHand
from workforce.actions import flags


class Command(JobByHand):
    help = "Flag workers whose caseload is above a limit, and clear the flags that no longer hold. Safe to repeat."
    title = "Caseloads above a limit on"
    job = staticmethod(flags.flag_high_caseloads)
