"""The invented authority's threshold document: the version of two years ago, this year's, and the next one begun."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from audits.demo.chance import Dice
from audits.demo.threshold_words import ADDED_LATER, INTRODUCTION, LEVELS, SIGNS
from frontdoor.actions import threshold as acts
from frontdoor.core.acting import acting_as, because
from frontdoor.core.records import bringing_in
from frontdoor.core.working_days import LONDON, london_date
from frontdoor.models import ThresholdIndicator, ThresholdLevel, ThresholdScheme
from workforce.models import Worker

# Professionals name a high level more often than managers decide one.
CLAIMS = (("4", 48), ("3", 27), ("2", 11), ("", 14))
NAME = "Ashdale levels of need"
THIS_YEARS_AGE = timedelta(days=150)
WEEKS_BETWEEN_PROPOSAL_AND_START = timedelta(days=28)

Signs = dict[tuple[str, str], tuple[str, ...]]


class Levels:
    """The levels by number on any day of the invented past."""

    def __init__(self, versions: list[tuple[date, dict[str, ThresholdLevel]]]) -> None:
        self.versions = sorted(versions, key=lambda version: version[0], reverse=True)

    def on(self, day: date) -> dict[str, ThresholdLevel]:
        """The levels of the version in force on a day; each has ``shown_indicators``."""
        return next(levels for valid_from, levels in self.versions if valid_from <= day)


def claim(dice: Dice, levels: Levels, source: str, received_at: datetime) -> dict[str, Any]:
    """The level that a professional names; families and strangers are not asked."""
    if source[0] in "19" or dice.chance(0.15):
        return {}
    code = dice.one_of(CLAIMS)
    return {"claimed_level": levels.on(london_date(received_at))[code]} if code else {"claimed_level_not_said": True}


def publish(*, on: date, since: date, first: Worker, second: Worker) -> Levels:
    """Two published versions and a draft; ``first`` wrote each and ``second`` published it."""
    changed = on - THIS_YEARS_AGE
    with acting_as(first), bringing_in(), because("Invented for the demo"):
        old = _version(since, f"{NAME}, first edition", SIGNS, (first, second))
        more = {place: (*signs, *_added(place)) for place, signs in SIGNS.items()}
        _version(changed, f"{NAME}, second edition", more, (first, second), old)
    acts.start(by=first, on=on)
    return Levels(
        [
            (scheme.valid_from, {level.code: level for level in scheme.shown_levels})
            for scheme in ThresholdScheme.objects.public_on(on).with_levels()
        ]
    )


def _added(place: tuple[str, str]) -> Iterator[str]:
    if place in ADDED_LATER:
        yield ADDED_LATER[place]


def _version(
    valid_from: date, name: str, signs: Signs, by: tuple[Worker, Worker], before: ThresholdScheme | None = None
) -> ThresholdScheme:
    first, second = by
    proposed_at = datetime.combine(valid_from - WEEKS_BETWEEN_PROPOSAL_AND_START, time(11), LONDON)
    scheme = ThresholdScheme(
        name=name,
        introduction=INTRODUCTION,
        valid_from=valid_from,
        started_by=first,
        proposed_by=first,
        proposed_at=proposed_at,
        approved_by=second,
        approved_at=proposed_at + timedelta(days=2),
    )
    scheme.full_clean()
    scheme.save()
    origins = _origins(before)
    rows: list[Any] = []
    for code, (label, leads, description) in LEVELS.items():
        level = ThresholdLevel(
            scheme=scheme, code=code, label=label, leads=leads, description=description, statutory=code == "4"
        )
        level.full_clean()
        level.save()
        for (of_level, domain), words in signs.items():
            if of_level == code:
                rows += [
                    ThresholdIndicator(
                        level=level, domain=domain, position=place, words=one, origin_id=origins.get((code, one))
                    )
                    for place, one in enumerate(words, 1)
                ]
    ThresholdIndicator.objects.bring_in(rows)
    return scheme


def _origins(before: ThresholdScheme | None) -> dict[tuple[str, str], int]:
    if before is None:
        return {}
    found = ThresholdIndicator.objects.filter(level__scheme=before).values_list("level__code", "words", "pk")
    return {(code, words): pk for code, words, pk in found}
