"""Remove working data that is no longer needed by hand, as the morning's job does."""

from frontdoor.actions.housekeeping import housekeeping
from frontdoor.management.by_hand import JobByHand


class Command(JobByHand):
    help = "Remove sessions, held forms, form keys, drafts and sent messages that are no longer needed on a day."
    title = "Removed on"
    job = staticmethod(housekeeping)
