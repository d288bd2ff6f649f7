"""What referrers were told: that the contact arrived, what was decided, and what came of it when they disagreed."""

from datetime import date, datetime, timedelta

from audits.demo.chance import Dice
from audits.demo.world import World
from frontdoor.actions.feedback import IN_THE_CALL, NOBODY_TO_TELL
from frontdoor.core.working_days import london_date
from frontdoor.letter_words import IN_WORDS, PRIVATE_PEOPLE
from frontdoor.models import Acknowledgement, Contact, FeedbackChallenge, ReferrerFeedback
from frontdoor.models.decisions import Outcome
from workforce.models import Worker

SEED = 37
DISAGREES = 0.03
WHY = (
    "The school sees the child every day and says that the level is too low for what it sees.",
    "The doctor thinks that the injuries were not weighed and wants the decision looked at again.",
    "The health visitor disagrees that the family would take early help.",
)
ANSWERS = (
    ("stands", "Read again with the analysis. What is new was known and weighed; the decision stands."),
    ("again", "What the referrer adds is new. The contact is looked at again with the health record."),
)


class Answers:
    """Tells referrers; its chance is its own, and moves nothing else."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.dice = Dice(SEED)

    def acknowledge(self, contact: Contact, by: Worker) -> None:
        """In the call itself, by e-mail within minutes, or by hand later."""
        if contact.source_code in NOBODY_TO_TELL:
            return
        received = contact.received_at
        by_mail = bool(contact.referrer_email)
        told_at, how = received, "call"
        if contact.method not in IN_THE_CALL:
            wait = timedelta(minutes=2) if by_mail else timedelta(hours=self.dice.one_of(((3, 50), (20, 35), (70, 15))))
            told_at, how = received + wait, "email" if by_mail else "letter"
        done = told_at < self.world.now - timedelta(minutes=5)
        owed = Acknowledgement(
            contact=contact,
            started_at=received,
            due_at=self.world.due_at("T03", received),
            finished_at=told_at if done else None,
            how=how if done else "",
            told_by=by if done else None,
        )
        self.world.add(owed, by=by)

    def tell(self, contact: Contact, decided: str, decided_at: datetime, told_on: date, by: Worker) -> None:
        """The outcome, on the day on which somebody got round to it."""
        world, started_on = self.world, london_date(decided_at)
        if contact.source_code in PRIVATE_PEOPLE:
            outcome = "A manager has read what you told us and we have acted on it."
        else:
            outcome = IN_WORDS[Outcome(decided)]
        done = told_on < world.on
        at = max(world.hours.at_desk(told_on, 10, 15), decided_at) if done else None
        feedback = ReferrerFeedback(
            contact=contact,
            words=f"Thank you for telling us about your concern.\n\n{outcome}",
            how=self._how(contact) if done else "",
            started_on=started_on,
            due_on=world.due_on("T04", started_on),
            finished_on=told_on if done else None,
            told_at=at,
            told_by=by if done else None,
        )
        world.add(feedback, by=by)
        if at and contact.source_code not in PRIVATE_PEOPLE and self.dice.chance(DISAGREES):
            self._challenge(feedback, at, by)

    def _how(self, contact: Contact) -> str:
        return self.dice.choice(("email", "letter") if contact.referrer_email else ("call", "letter"))

    def _challenge(self, feedback: ReferrerFeedback, told_at: datetime, by: Worker) -> None:
        world, dice = self.world, self.dice
        started = world.hours.add(london_date(told_at), dice.randint(0, 2))
        if started >= world.on:
            return
        answered = world.hours.add(started, dice.randint(1, 7))
        others = [
            worker
            for worker in (world.staff.decides(dice, answered) for _ in range(4))
            if worker != feedback.contact.decided_by
        ]
        result, words = dice.choice(ANSWERS)
        done = answered < world.on and bool(others)
        challenge = FeedbackChallenge(
            feedback=feedback,
            words=dice.choice(WHY),
            recorded_by=by,
            started_on=started,
            due_on=world.due_on("T37", started),
            answered_on=answered if done else None,
            answered_by=others[0] if done else None,
            result=result if done else "",
            answer=words if done else "",
        )
        world.add(challenge, by=others[0] if done else by)
