"""Tell the front door's managers of the night's hand-over by hand, as the morning's job does."""

from frontdoor.actions import hand_over
from frontdoor.management.by_hand import JobByHand


class Command(JobByHand):
    help = "Tell the front door's managers how many contacts the night hands over."
    title = "Hand-over of the night before"
    job = staticmethod(hand_over.announce)
