"""The director's group over half a year, its actions in every state, and quarterly packs: one issued, one begun."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, time, timedelta

from audits.demo.learning import Learning, reviews_by_kind, saved_by
from audits.demo.learning_words import ACTIONS, EVIDENCE, MEETINGS, PRESENT, STORIES
from audits.demo.world import World
from frontdoor import agency_pack
from frontdoor.core.acting import acting_as
from frontdoor.core.records import bringing_in
from frontdoor.core.roles import AUDITOR, SENIOR_LEADER
from frontdoor.core.working_days import LONDON
from frontdoor.models import (
    Agency,
    AgencyPack,
    Contact,
    ContactReview,
    GroupAction,
    GroupAttendance,
    GroupMeeting,
    PackExample,
)
from frontdoor.models.contact_reviews import INAPPROPRIATE
from workforce.demo_people import QUALITY
from workforce.models import Worker

FOUR_WEEKS = timedelta(weeks=4)
SOON = timedelta(days=10)


def learn(world: World, by: Worker) -> None:
    """A year of reviews, then the group and the packs that came of them."""
    trained = Learning(world, by).run()
    if not trained:
        return
    group = Group(world)
    group.meet(trained)
    issued, begun = reversed(agency_pack.last_quarters(world.on, 2))
    for agency in trained:
        group.pack(agency, issued, issue=True)
        group.pack(agency, begun, issue=False)


class Group:
    """Meets every four weeks, agrees an action for one of the trained agencies, and prepares packs."""

    def __init__(self, world: World) -> None:
        self.world = world
        staff = world.staff
        self.leader = staff.members(QUALITY.name, SENIOR_LEADER.code, world.on)[0]
        self.auditor = staff.members(QUALITY.name, AUDITOR.code, world.on)[0]
        self.service = staff.oversees(world.on)
        self.manager = staff.decides(world.dice, world.on)

    def _at(self, day: date, hour: int) -> datetime:
        return datetime.combine(day, time(hour), LONDON)

    def meet(self, agencies: Sequence[Agency]) -> None:
        """Six meetings behind and one to come; actions done and checked, to check, overdue and open."""
        for number, topic in enumerate(MEETINGS):
            back = len(MEETINGS) - number
            held_on = self.world.hours.working_day(self.world.on - FOUR_WEEKS * back)
            meeting = GroupMeeting(held_on=held_on, led_by=self.leader, called_by=self.service)
            meeting.present, meeting.discussed = PRESENT, topic
            meeting.minuted_by, meeting.minuted_at = self.service, self._at(held_on, 17)
            saved_by(self.service, meeting)
            for agency in agencies:
                saved_by(self.service, GroupAttendance(meeting=meeting, agency=agency))
            self._act(meeting, agencies[number % len(agencies)], number)
        to_come = self.world.hours.working_day(self.world.on + SOON)
        saved_by(self.service, GroupMeeting(held_on=to_come, led_by=self.leader, called_by=self.service))

    def _act(self, meeting: GroupMeeting, agency: Agency, number: int) -> None:
        action = GroupAction(
            meeting=meeting,
            agency=agency,
            what=ACTIONS[number],
            owner=self.manager,
            started_on=meeting.held_on,
            due_on=meeting.held_on + FOUR_WEEKS,
        )
        late = number == len(ACTIONS) - 3
        if number < len(ACTIONS) - 1 and not late:
            action.finished_on, action.done_by = meeting.held_on + timedelta(days=20), self.manager
            action.evidence = EVIDENCE
        if number < len(ACTIONS) - 3:
            action.verified_on, action.verified_by = meeting.held_on + timedelta(days=25), self.auditor
        saved_by(self.service, action)

    def pack(self, agency: Agency, quarter: date, *, issue: bool) -> None:
        """A pack with the examples that its quarter gives; in the one not issued the last waits to be confirmed."""
        pack = saved_by(self.manager, AgencyPack(agency=agency, quarter_from=quarter, begun_by=self.manager))
        day = self.world.hours.add(pack.quarter_ends, 4)
        at = self._at(day, 15)
        found = ContactReview.objects.examples_for(
            Contact.objects.filter(agency=agency),
            since=quarter,
            until=pack.quarter_ends,
            codes=(*INAPPROPRIATE, "U"),
            at=at,
        )
        for way, reviews in sorted(reviews_by_kind(found).items()):
            told = list(zip(reviews, STORIES[way], strict=False))
            for place, (review, story) in enumerate(told, 1):
                example = PackExample(pack=pack, review=review, way=way, place=place, story=story)
                example.written_by, example.written_at = self.manager, at - timedelta(hours=4)
                if issue or place < len(told):
                    example.confirmed_by, example.confirmed_at = self.auditor, at - timedelta(hours=1)
                saved_by(self.manager, example)
        if issue:
            with acting_as(self.manager), bringing_in():
                pack.letterhead = asdict(agency_pack.letterhead_of(pack))
                pack.issued_by, pack.issued_at = self.manager, at
                pack.digest = agency_pack.content(pack, at).digest
                pack.save()
