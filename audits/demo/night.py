"""What comes by telephone without a child's name, and what last night left for the day."""

from datetime import datetime, time, timedelta

from audits.demo.world import World
from frontdoor.core.roles import CALL_HANDLER, SOCIAL_WORKER
from frontdoor.core.working_days import LONDON
from frontdoor.models import AdviceCall, Contact, HandOver
from workforce.demo_people import FRONT_DOOR, NIGHT

CALLS = 45
LONG_AGO = 85
HANDED_OVER = 3

ASKED = (
    (
        "A pupil is often tired and hungry on Mondays. Should the school refer?",
        "Talk with the parent first and offer breakfast club. Refer if the parent says no and it goes on.",
        "own",
    ),
    (
        "A patient fears that she shouts too much at her children. Where can she get help?",
        "The family hub runs a parents' group, and its worker can visit. Gave the number for early help.",
        "early_help",
    ),
    (
        "A neighbour hears loud arguing at night and does not know the family.",
        "Ring 999 when somebody may be hurt. Ring us again with an address if it goes on.",
        "other",
    ),
    (
        "A youth worker heard a girl say that an older friend gives her money and lifts.",
        "That may be exploitation. Refer today with her name, and tell her that you will if it is safe.",
        "refer",
    ),
    (
        "A relative wants to know how a child can live with grandparents for a while.",
        "Explained private arrangements and what the grandparents can apply for. Gave the advice line for kin.",
        "other",
    ),
)
LEFT = (
    (
        "Spoke with the grandmother. Both children sleep at her house until the morning.",
        "Visit the mother by noon and see each child alone. Ring the school before it opens.",
    ),
    (
        "The police saw the children asleep and safe at 23:30. The father has left the house.",
        "Ask the police for their report by 10:00 and decide about a strategy meeting.",
    ),
    (
        "The mother rang back at 21:40 and agrees to a visit. Nobody was hurt.",
        "Ring her by 10:00 on the number in the contact and agree when to come.",
    ),
)


def night(world: World) -> None:
    """Advice calls of the last months, and hand-overs of contacts that waited when the office opened."""
    dice = world.dice
    schools = sorted(world.agencies.values(), key=lambda agency: agency.name)
    for number in range(CALLS):
        day = world.on - timedelta(days=1 + number * LONG_AGO // CALLS)
        question, advice, next_step = ASKED[number % len(ASKED)]
        by = dice.choice(world.staff.members(FRONT_DOOR.name, CALL_HANDLER.code, day))
        agency = dice.choice(schools) if number % len(ASKED) in (0, 1, 3) else None
        call = AdviceCall(
            received_at=datetime.combine(day, time(9 + number % 8, number % 60), LONDON),
            taken_by=by,
            caller="agency" if agency else "public" if number % len(ASKED) == 2 else "family",
            agency=agency,
            question=question,
            advice=advice,
            next_step=next_step,
        )
        world.add(call, by=by)
    _hand_over(world)


def _hand_over(world: World) -> None:
    calendar = world.hours.calendar
    last = calendar.night_around(world.now)
    if last.end > world.now:
        last = calendar.night_around(last.start - timedelta(seconds=1))
    waiting = [
        contact
        for contact, _ in world.rows[Contact]
        if contact.decided_at is None
        and contact.taken_at is None
        and contact.received_at < last.end - timedelta(hours=3)
    ]
    on_duty = world.staff.members(NIGHT.name, SOCIAL_WORKER.code, world.on)
    for contact, (done, to_do) in zip(waiting[:HANDED_OVER], LEFT, strict=False):
        by = world.dice.choice(on_duty)
        written_at = max(last.end - timedelta(hours=2), contact.received_at + timedelta(hours=1))
        row = HandOver(contact=contact, done=done, to_do=to_do, written_at=written_at, written_by=by, due_at=last.end)
        world.add(row, by=by)
