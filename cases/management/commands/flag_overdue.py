"""Flag overdue assessments by hand, as the morning's job does."""

from cases.actions import flags
from frontdoor.management.by_hand import JobByHand


class Command(JobByHand):
    help = "Flag the assessments that are overdue on a day and clear the flags of those that no longer are."
    title = "Overdue assessments on"
    job = staticmethod(flags.flag_overdue)
