"""A year of reviewed referrals, and what was done with two agencies: after a training one improves and one does not."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from audits.demo import storing
from audits.demo.chance import Dice
from audits.demo.learning_words import AGREED, HELPED, REASONS
from audits.demo.world import World
from frontdoor.actions import contact_reviews
from frontdoor.core.acting import acting_as
from frontdoor.core.records import bringing_in
from frontdoor.core.roles import AUDITOR, PRACTICE_MANAGER
from frontdoor.core.working_days import LONDON, london_date
from frontdoor.models import Agency, AgencyEvent, ChildOutcome, Contact, ContactReview
from frontdoor.models.contact_reviews import INAPPROPRIATE, ReviewStage
from frontdoor.models.decisions import MAKES_REFERRAL, Outcome
from workforce.demo_people import FRONT_DOOR, QUALITY
from workforce.models import Worker

A_YEAR, A_WEEK = timedelta(weeks=54), timedelta(weeks=1)
TRAINED_BEFORE = timedelta(weeks=27)
REVIEWED, SAME_AGAIN, SETTLED = 0.85, 0.8, 0.7
SHARE, SHARE_BEFORE, SHARE_AFTER = 0.3, 0.55, 0.14
UNDER = 0.06
KINDS = (("I1", 50), ("I5", 20), ("I7", 14), ("I3", 9), ("I6", 7))


class Learning:
    """Reviews what the history brought in, draws samples, rates again, and trains two agencies."""

    def __init__(self, world: World, by: Worker) -> None:
        self.world, self.by = world, by
        self.dice = Dice(world.dice.random())
        self.outcomes = {row.decision.contact.pk: row.outcome for row, _ in world.rows[ChildOutcome]}
        self.contacts = self._decided()
        self.trained_on = world.hours.working_day(world.on - TRAINED_BEFORE)
        before, after = (Counter(row.agency_id for row in side) for side in self._sides())
        most: list[int] = sorted(before, key=lambda pk: (-min(before[pk], after[pk]), pk))[:2] or [0]
        self.unmoved, self.improves = most[0], most[-1]

    def _decided(self) -> list[Any]:
        since = self.world.on - A_YEAR
        rows = (contact for contact, _ in self.world.rows[Contact])
        found = [row for row in rows if row.agency and row.decided_at and london_date(row.received_at) >= since]
        return sorted(found, key=lambda row: (row.decided_at, row.pk))

    def _sides(self) -> tuple[list[Any], list[Any]]:
        """The contacts before the training and after it."""
        early = [row for row in self.contacts if london_date(row.received_at) < self.trained_on]
        return early, [row for row in self.contacts if london_date(row.received_at) > self.trained_on]

    def run(self) -> list[Agency]:
        """Store everything; returns the agency that does not improve and the one that does."""
        first = [review for contact in self.contacts if (review := self._first(contact))]
        self._keep(first)
        second = self._second({review.contact.pk: review for review in first})
        self._keep(second)
        self._keep(self._agreed(first, second))
        trained = [agency for agency in self.world.agencies.values() if agency.pk in {self.unmoved, self.improves}]
        manager = self.world.staff.decides(self.dice, self.trained_on)
        events = [
            AgencyEvent(
                agency=agency,
                kind="training",
                held_on=self.trained_on,
                agreed=AGREED,
                noted_by=manager,
            )
            for agency in trained
        ]
        storing.store_rows(AgencyEvent, [(event, manager) for event in events])
        return sorted(trained, key=lambda agency: agency.pk == self.improves)

    def _keep(self, reviews: Iterable[ContactReview]) -> None:
        storing.store_rows(ContactReview, [(review, review.reviewed_by) for review in reviews])

    def _reviewers(self, on: date, *without: Worker | None) -> list[Worker]:
        staff = self.world.staff
        people = [
            *staff.members(FRONT_DOOR.name, PRACTICE_MANAGER.code, on),
            *staff.members(QUALITY.name, AUDITOR.code, on),
            staff.oversees(on),
        ]
        return [worker for worker in people if worker not in without]

    def _moment(self, after: datetime, least: int, most: int) -> datetime:
        day = self.world.hours.add(london_date(after), self.dice.randint(least, most))
        return self.world.hours.at_desk(day)

    def _first(self, contact: Any) -> ContactReview | None:
        at = self._moment(contact.decided_at, 2, 9)
        if london_date(at) >= self.world.on or not self.dice.chance(REVIEWED):
            return None
        by = self.dice.choice(self._reviewers(london_date(at), contact.recorded_by))
        return self._review(contact, ReviewStage.FIRST, self._code(contact), by, at)

    def _review(self, contact: Contact, stage: str, code: str, by: Worker, at: datetime) -> ContactReview:
        return ContactReview(
            contact=contact,
            stage=stage,
            code=code,
            grounds=["told", self.dice.choice(["tried", "history", "consent", "level"])],
            helped=self.dice.choice(HELPED[code]) if code != "AP" else "",
            reviewed_by=by,
            reviewed_at=at,
        )

    def _code(self, contact: Contact) -> str:
        outcome = self.outcomes.get(contact.pk, "")
        if self.dice.chance(UNDER):
            return "U"
        share = self._share(contact) * (0.3 if outcome in MAKES_REFERRAL else 1.3)
        if not self.dice.chance(share):
            return "AP"
        if outcome == Outcome.OPEN_CASE:
            return "I2"
        if contact.claimed_consent == "not_asked" and self.dice.chance(0.6):
            return "I4"
        return self.dice.one_of(KINDS)

    def _share(self, contact: Contact) -> float:
        if contact.agency_id not in {self.unmoved, self.improves}:
            return SHARE
        trained = london_date(contact.received_at) > self.trained_on
        return SHARE_AFTER if trained and contact.agency_id == self.improves else SHARE_BEFORE

    def _second(self, first: dict[int, ContactReview]) -> list[ContactReview]:
        """The samples of every week that has ended, drawn by the act that draws them, and most of them rated again."""
        monday = self.world.on - timedelta(days=self.world.on.weekday())
        rated = []
        for back in range(52, 0, -1):
            week = monday - A_WEEK * back
            at = datetime.combine(week + A_WEEK, time(6), LONDON)
            with acting_as(self.by):
                _, chosen = contact_reviews.draw_week(
                    by=self.by, at=at, week_from=week, seed=self.dice.randint(0, 999_999)
                )
            rated += [review for pk in chosen if (review := self._again(first[pk], at))]
        return rated

    def _again(self, earlier: ContactReview, drawn_at: datetime) -> ContactReview | None:
        at = self._moment(drawn_at, 2, 8)
        if london_date(at) >= self.world.on:
            return None
        took_part = (earlier.reviewed_by, earlier.contact.recorded_by, earlier.contact.decided_by)
        by = self.dice.choice(self._reviewers(london_date(at), *took_part))
        code = earlier.code if self.dice.chance(SAME_AGAIN) else self._other(earlier.code)
        return self._review(earlier.contact, ReviewStage.SECOND, code, by, at)

    def _other(self, code: str) -> str:
        return self.dice.choice(INAPPROPRIATE[:2]) if code == "AP" else "AP"

    def _agreed(self, first: list[ContactReview], second: list[ContactReview]) -> list[ContactReview]:
        codes = {review.contact.pk: review for review in first}
        found = []
        for review in second:
            earlier = codes[review.contact.pk]
            at = self._moment(review.reviewed_at, 1, 4)
            if earlier.code == review.code or london_date(at) >= self.world.on or not self.dice.chance(SETTLED):
                continue
            chosen = self.dice.choice([earlier, review])
            other = review if chosen is earlier else earlier
            made = self._review(review.contact, ReviewStage.AGREED, chosen.code, other.reviewed_by, at)
            made.reason = self.dice.choice(REASONS)
            found.append(made)
        return found


def reviews_by_kind(reviews: Iterable[ContactReview]) -> dict[str, list[ContactReview]]:
    """Reviews by the way in which a referral missed."""
    found: dict[str, list[ContactReview]] = defaultdict(list)
    for review in reviews:
        found["under" if review.code == "U" else "over"].append(review)
    return found


def saved_by(worker: Worker, row: Any) -> Any:
    """A row of the past, stored in the name of whose doing it was."""
    with acting_as(worker), bringing_in():
        row.full_clean()
        row.save()
    return row
