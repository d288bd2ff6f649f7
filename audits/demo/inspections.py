"""The register of the invented authority: an inspection, two visits, findings closed on proof, and one opened again."""

from collections.abc import Mapping
from datetime import date, timedelta

from audits.actions import findings as acts
from audits.demo import inspection_words as told
from audits.demo.world import World
from audits.indicators.weekly import Week
from audits.models import InspectionFinding
from audits.models.finding_choices import SourceKind
from audits.models.finding_rules import PROVING_WEEKS
from frontdoor.core.acting import acting_as
from frontdoor.core.records import bringing_in
from frontdoor.core.roles import AUDITOR, SENIOR_LEADER
from workforce.demo_people import QUALITY

A_WEEK = timedelta(weeks=1)
INSPECTED, FIRST_VISIT, SECOND_VISIT, CLOSED = 70 * A_WEEK, 32 * A_WEEK, 16 * A_WEEK, 24 * A_WEEK
PUBLISHED_AFTER = 3 * A_WEEK
HALF_A_YEAR, A_YEAR = 26 * A_WEEK, 52 * A_WEEK
Told = Mapping[str, tuple[str, str, str]]


def record(world: World) -> None:
    """Record what was found and what was done about it, each in the name of whose doing it was."""
    with bringing_in():
        _Register(world).run()


class _Register:
    """Findings by their keys in ``inspection_words``, recorded in the order in which they were made."""

    def __init__(self, world: World) -> None:
        self.world = world
        staff = world.staff
        self.leader = staff.members(QUALITY.name, SENIOR_LEADER.code, world.on)[0]
        self.auditor = staff.members(QUALITY.name, AUDITOR.code, world.on)[0]
        self.service = staff.oversees(world.on)
        self.findings: dict[str, InspectionFinding] = {}

    def run(self) -> None:
        self._find(told.AT_THE_INSPECTION, SourceKind.INSPECTION, "Inspection", INSPECTED, A_YEAR)
        self._measure(told.WAITED, "K02", 95)
        for key, code, target in ((told.CONSENT, "K13", 25), ("told", "K08", 30)):
            self._measure(key, code, target)
            self._close(key)
        self._find(told.AT_THE_FIRST_VISIT, SourceKind.MONITORING, "Monitoring visit", FIRST_VISIT, HALF_A_YEAR)
        self._find(told.AT_THE_SECOND_VISIT, SourceKind.MONITORING, "Monitoring visit", SECOND_VISIT, HALF_A_YEAR)
        self._measure(told.THRESHOLD, "K08", 20)
        self._measure(told.ASKED_OTHERS, "K03", 90)
        for key, words in told.FOUND_AGAIN.items():
            self._find_again(key, words)
        for key, words in told.PROGRESS.items():
            row = self.findings[key]
            if row.closed_on is None:
                owner = row.owner
                acts.note(by=owner, on=self._working(self.world.on - 2 * A_WEEK), finding_id=row.pk, words=words)

    def _working(self, day: date) -> date:
        return self.world.hours.working_day(day)

    def _find(self, found: Told, kind: str, name: str, ago: timedelta, to_do: timedelta) -> None:
        found_on = self._working(self.world.on - ago)
        on = self._working(found_on + PUBLISHED_AFTER)
        owners = (self.service, self.leader, self.auditor)
        for number, (key, (theme, words, reference)) in enumerate(found.items()):
            owner = self.service if key in {told.CONSENT, told.WAITED, "told"} else owners[number % len(owners)]
            self.findings[key] = acts.record(
                by=self.leader if owner != self.leader else self.service,
                on=on,
                found=words,
                theme=theme,
                source_kind=kind,
                source=f"{name} of {found_on:%B %Y}",
                found_on=found_on,
                reference=reference,
                differs=told.DIFFERS.get(key, ""),
                owner=owner,
                due_on=self._working(on + to_do + A_WEEK * number),
            )

    def _measure(self, key: str, code: str, target: int) -> None:
        row = InspectionFinding.objects.with_version().get(pk=self.findings[key].pk)
        self.findings[key] = acts.measure(
            by=row.opened_by,
            on=self._working(row.opened_on + A_WEEK),
            finding_id=row.pk,
            version=row.version,
            indicator=code,
            target=target,
            words=told.WHY_MEASURED,
        )

    def _close(self, key: str) -> None:
        """On weeks that the system before this one counted."""
        on = self._working(self.world.on - CLOSED)
        monday = on - timedelta(days=on.weekday())
        dice, row = self.world.dice, self.findings[key]
        weeks = [
            Week(monday - A_WEEK * back, dice.randint(0, 3), dice.randint(15, 30))
            for back in range(PROVING_WEEKS, 0, -1)
        ]
        with acting_as(self.leader):
            acts.close_on(row, weeks, by=self.leader, on=on, evidence=told.EVIDENCE)

    def _find_again(self, key: str, words: str) -> None:
        found_on = self._working(self.world.on - SECOND_VISIT)
        on = self._working(found_on + PUBLISHED_AFTER)
        row = self.findings[key]
        self.findings[key] = acts.find_again(
            by=self.leader,
            on=on,
            finding_id=row.pk,
            found=words,
            source_kind=SourceKind.MONITORING,
            source=f"Monitoring visit of {found_on:%B %Y}",
            found_on=found_on,
            reference="page 5",
            owner=row.owner,
            due_on=self._working(on + HALF_A_YEAR),
        )
