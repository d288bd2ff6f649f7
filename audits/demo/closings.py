"""Why cases closed, what had changed for the child by then, and what the family went on to."""

from audits.demo.world import World
from cases.models import CaseClosure
from frontdoor.models import Referral
from frontdoor.models.referrals import ClosureReason

CLOSINGS = {
    "RC8": (
        "The worry was looked into with the family and the school. The child is safe at home and nothing further is "
        "needed from us.",
        "What was seen once has not come back. The mother knows whom to ring, and the school watches over the child.",
    ),
    "RC9": (
        "The child is safe. The family wants help with routines in the evening, and early help goes on with that.",
        "The father has begun the course he asked for. Early help keeps the morning routine going with the child.",
    ),
    "RC7": (
        "The child is at school each day, has a bed to sleep in and says that it is quieter at home. The plan is done.",
        "Every action of the plan is done. The child sees the grandmother twice a week and the school has no worries.",
    ),
    "RC5": ("The family has moved. The new authority has the record and has seen the child at the new home.",),
    "RC4": (
        "The court has made the grandmother special guardian. The child has lived with her for months and is well.",
    ),
    "RC3": ("The court has decided with whom the child lives. The child is settled there and says so.",),
}
EARLY_HELP = ("Ashdale Family Hub", "Wool Hall Children's Centre", "Young Carers Ashdale")


def close(world: World, referral: Referral) -> None:
    """Write the closure of a referral that has closed."""
    if referral.closed_on is None or referral.closed_by is None:
        return
    steps_down = referral.closure_reason == ClosureReason.EARLY_HELP
    closure = CaseClosure(
        referral=referral,
        reason=referral.closure_reason,
        what_changed=world.dice.choice(CLOSINGS[referral.closure_reason]),
        steps_down=steps_down,
        service=world.dice.choice(EARLY_HELP) if steps_down else "",
        accepted=world.dice.chance(0.8) if steps_down else None,
        closed_on=referral.closed_on,
        closed_by=referral.closed_by,
    )
    world.add(closure, by=referral.closed_by)
