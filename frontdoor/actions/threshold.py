"""The threshold document: one administrator writes the next version and proposes it, another publishes it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from frontdoor.core import versions
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.working_days import london_date
from frontdoor.models import ThresholdIndicator, ThresholdLevel, ThresholdScheme
from frontdoor.models.threshold import STARTS_TOMORROW, TWO_PEOPLE, VERSION_STAYS
from frontdoor.permissions import MANAGE_THRESHOLD

WHILE_PROPOSED = "This version waits for a second administrator. Take the proposal back to change it."
NOT_WAITING = "This version does not wait for a second administrator."
NOT_WHOLE = (
    "Each level needs its description and who leads, and there must be a statutory level and one that is not statutory."
)
ALREADY_STARTED = "This version has been in force already, so it stays. Start a new version from it."
TOO_LONG = "An indicator has at most 300 characters."


@action
def start(*, by: Any, on: date) -> ThresholdScheme:
    """A draft that says what the version in force on a day says. Raises ValidationError while there is a draft."""
    require(by, MANAGE_THRESHOLD)
    old = ThresholdScheme.objects.in_force(on).with_levels().get()
    draft = ThresholdScheme(name=old.name, introduction=old.introduction, started_by=by)
    draft.full_clean()
    draft.save()
    for level in old.shown_levels:
        copy = ThresholdLevel(
            scheme=draft,
            code=level.code,
            label=level.label,
            leads=level.leads,
            description=level.description,
            statutory=level.statutory,
        )
        copy.save()
        for sign in level.shown_indicators:
            origin = sign.origin_id or sign.pk
            ThresholdIndicator(
                level=copy, domain=sign.domain, position=sign.position, words=sign.words, origin_id=origin
            ).save()
    return draft


@action
def describe(*, scheme_id: int, version: int, name: str, introduction: str, by: Any) -> ThresholdScheme:
    """Write a draft's title and introduction. Raises Stale, NotPossible."""
    require(by, MANAGE_THRESHOLD)
    draft = _draft(scheme_id)
    if draft.version != version:
        raise versions.Stale(draft)
    draft.name, draft.introduction = name, introduction
    draft.full_clean()
    draft.save()
    return draft


@action
def add_level(*, scheme_id: int, code: str, label: str, by: Any) -> ThresholdLevel:
    """Put one more level into a draft. Raises ValidationError."""
    require(by, MANAGE_THRESHOLD)
    level = ThresholdLevel(scheme=_draft(scheme_id), code=code, label=label)
    level.full_clean()
    level.save()
    return level


@action
def write_level(
    *,
    level_id: int,
    version: int,
    label: str,
    leads: str,
    description: str,
    statutory: bool,
    left_out: bool,
    indicators: Mapping[str, Sequence[str]],
    by: Any,
) -> ThresholdLevel:
    """Write one level of a draft; ``indicators`` are the words below each side of the framework, in order.

    An indicator that is no longer among the words is left out. Raises Stale, NotPossible.
    """
    require(by, MANAGE_THRESHOLD)
    level = versions.lock(ThresholdLevel.objects.all(), level_id)
    _draft(level.scheme_id)
    if level.version != version:
        raise versions.Stale(level)
    level.label, level.leads, level.description = label, leads, description
    level.statutory, level.left_out = statutory, left_out
    level.full_clean()
    level.save()
    for domain, words in indicators.items():
        _write_indicators(level, domain, words)
    return level


def _write_indicators(level: ThresholdLevel, domain: str, words: Sequence[str]) -> None:
    if any(len(one) > ThresholdIndicator._meta.get_field("words").max_length for one in words):
        raise NotPossible(TOO_LONG, field=domain)
    wanted = {one: place for place, one in enumerate(dict.fromkeys(words), 1)}
    there = {sign.words: sign for sign in level.indicators.filter(domain=domain)}
    for one in [*there, *(word for word in wanted if word not in there)]:
        sign = there.get(one) or ThresholdIndicator(level=level, domain=domain, words=one)
        now = (wanted.get(one, sign.position), one not in wanted)
        if sign.pk is None or now != (sign.position, sign.left_out):
            sign.position, sign.left_out = now
            sign.save()


@action
def propose(*, scheme_id: int, valid_from: date, by: Any, at: datetime) -> ThresholdScheme:
    """Ask a second administrator to publish a draft from a day on. Raises NotPossible, ValidationError."""
    require(by, MANAGE_THRESHOLD)
    draft = _draft(scheme_id)
    levels = list(draft.levels.in_use())
    if {level.statutory for level in levels} != {True, False} or not all(
        level.description and level.leads for level in levels
    ):
        raise NotPossible(NOT_WHOLE)
    _starts_after(valid_from, at)
    draft.valid_from, draft.proposed_by, draft.proposed_at = valid_from, by, at
    draft.full_clean()
    draft.save()
    return draft


@action
def publish(*, scheme_id: int, by: Any, at: datetime) -> ThresholdScheme:
    """Publish what another administrator proposed. Raises NotPossible when the day has come meanwhile."""
    require(by, MANAGE_THRESHOLD)
    scheme = _waiting(scheme_id)
    if scheme.proposed_by_id == by.pk:
        raise NotPossible(TWO_PEOPLE)
    _starts_after(scheme.valid_from, at)
    scheme.approved_by, scheme.approved_at = by, at
    scheme.full_clean()
    scheme.save()
    return scheme


@action
def send_back(*, scheme_id: int, by: Any) -> ThresholdScheme:
    """Make a proposal a draft again: refused by the second administrator, or taken back by the first."""
    require(by, MANAGE_THRESHOLD)
    return _as_draft(_waiting(scheme_id))


@action
def take_back(*, scheme_id: int, by: Any, on: date) -> ThresholdScheme:
    """Make a published version a draft again before its first day. Raises NotPossible."""
    require(by, MANAGE_THRESHOLD)
    scheme = versions.lock(ThresholdScheme.objects.all(), scheme_id)
    if not scheme.is_published:
        raise NotPossible(NOT_WAITING)
    if scheme.valid_from <= on:
        raise NotPossible(ALREADY_STARTED)
    return _as_draft(scheme)


def _as_draft(scheme: ThresholdScheme) -> ThresholdScheme:
    scheme.valid_from = scheme.proposed_by = scheme.proposed_at = scheme.approved_by = scheme.approved_at = None
    scheme.full_clean()
    scheme.save()
    return scheme


def _draft(scheme_id: int) -> ThresholdScheme:
    scheme = versions.lock(ThresholdScheme.objects.all(), scheme_id)
    if scheme.is_published:
        raise NotPossible(VERSION_STAYS)
    if scheme.is_proposed:
        raise NotPossible(WHILE_PROPOSED)
    return scheme


def _waiting(scheme_id: int) -> ThresholdScheme:
    scheme = versions.lock(ThresholdScheme.objects.all(), scheme_id)
    if not scheme.is_proposed:
        raise NotPossible(NOT_WAITING)
    return scheme


def _starts_after(day: date | None, at: datetime) -> None:
    if day is None or day <= london_date(at):
        raise NotPossible(STARTS_TOMORROW, field="valid_from")
