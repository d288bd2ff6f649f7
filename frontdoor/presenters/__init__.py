"""Rows turned into the words that pages show."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from textwrap import shorten
from typing import Any

from dateutil.relativedelta import relativedelta

from frontdoor.core.timed import Clock, ClockState, day_of, last_day_in_time
from frontdoor.core.working_days import LONDON, CalendarEnds, WorkingCalendar, end_of_day, london_date
from frontdoor.models import Contact, Person
from frontdoor.models.contacts import DECISION_CLOCK, TRIAGE_CLOCK
from frontdoor.models.person_choices import BirthDateKnown
from frontdoor.models.similar import AGE_BANDS, NO_AGE, OLDEST

TAG_STATES = {
    ClockState.RUNNING: "on_time",
    ClockState.DUE_SOON: "soon",
    ClockState.DUE_TODAY: "soon",
    ClockState.OVERDUE: "overdue",
    ClockState.DONE_IN_TIME: "met",
    ClockState.DONE_LATE: "missed",
}
HALF_A_YEAR = 182
WORDS_SHOWN = 120


@dataclass(frozen=True)
class Due:
    """A promise as ``due_tag`` shows it: when, its state and how much time is left or lost, in words."""

    due: date | datetime
    state: str
    words: str


def due(clock: Clock, row: Any, *, now: datetime, calendar: WorkingCalendar) -> Due | None:
    """Where a row's promise stands; None while its clock has not started. ``now`` is ``request.now``."""
    promised = getattr(row, clock.due)
    at = now if isinstance(promised, datetime) else london_date(now)
    state = clock.state(row, at, calendar)
    if state == ClockState.NOT_STARTED:
        return None
    if state == ClockState.OVERDUE:
        words = f"overdue {_late(promised, now, calendar)}"
    elif state == ClockState.DONE_IN_TIME:
        words = "done in time"
    elif state == ClockState.DONE_LATE:
        words = f"done late {_late(promised, getattr(row, clock.finished), calendar)}"
    else:
        words = _left(promised, now, calendar)
    return Due(promised, TAG_STATES[state], words)


def by_when(due: datetime) -> str:
    """The last moment in time, in words: the end of 1 December 2026, or 1 December 2026 at 14:30."""
    day = f"{last_day_in_time(due):%-d %B %Y}"
    return f"the end of {day}" if _counted_in_days(due) else f"{day} at {due.astimezone(LONDON):%H:%M}"


def _counted_in_days(promised: date | datetime) -> bool:
    return not isinstance(promised, datetime) or promised == end_of_day(last_day_in_time(promised))


def _late(promised: date | datetime, until: date | datetime, calendar: WorkingCalendar) -> str:
    last_day, today = last_day_in_time(promised), day_of(until)
    if not _counted_in_days(promised) and until - promised < timedelta(hours=24):
        return f"by {span(until - promised)}"
    try:
        days = calendar.working_days_between(last_day, today)
    except CalendarEnds:
        days = 0
    named = _day_seen_from(today, last_day)
    return f"by {_counted(days, 'working day')} ({named})" if days else f"since {named}"


def _left(promised: date | datetime, now: datetime, calendar: WorkingCalendar) -> str:
    last_day, today = last_day_in_time(promised), london_date(now)
    if not _counted_in_days(promised) and promised - now < timedelta(hours=24):
        return f"{span(promised - now)} left"
    if last_day == today:
        return "due today"
    try:
        days = calendar.working_days_between(today, last_day)
    except CalendarEnds:
        days = 0
    named = _day_seen_from(today, last_day)
    return f"{_counted(days, 'working day')} left ({named})" if days else f"due {named}"


def _day_seen_from(today: date, day: date) -> str:
    """A day in few words, with its year where it could be taken for the same day of another."""
    return short_day(day) if abs((day - today).days) < HALF_A_YEAR else f"{short_day(day)} {day.year}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def span(length: timedelta) -> str:
    """A length of less than some days as "2 hours 10 minutes", rounded down to the minute."""
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    parts = [_counted(number, noun) for number, noun in ((hours, "hour"), (minutes, "minute")) if number]
    return " ".join(parts) or "less than a minute"


def first_words(text: str) -> str:
    """A long text in one line of a list, cut between words."""
    return shorten(text, WORDS_SHOWN, placeholder=" …")


def short_day(day: date) -> str:
    """A date for a narrow place: "Thu 4 June"."""
    return f"{day:%a %-d %B}"


def long_day(day: date) -> str:
    """A date for a sentence: "4 June 2026"."""
    return f"{day:%-d %B %Y}"


def moment(at: datetime) -> str:
    """A time for a sentence, in London: "4 June 2026 at 14:30"."""
    local = at.astimezone(LONDON)
    return f"{long_day(local.date())} at {local:%H:%M}"


def deadline(due: datetime) -> str:
    """The last moment in time, for a sentence: "14:30 on Thu 4 June" or "the end of Thu 4 June"."""
    if _counted_in_days(due):
        return f"the end of {short_day(last_day_in_time(due))}"
    local = due.astimezone(LONDON)
    return f"{local:%H:%M} on {short_day(local.date())}"


def age(person: Person, on: date) -> str:
    """How old somebody is in words: "7 years", "5 months", "unborn, due 3 May 2027" or "age not known"."""
    if person.birth_date_known == BirthDateKnown.UNBORN and person.expected_birth_date:
        return f"unborn, due {long_day(person.expected_birth_date)}"
    years = person.age_on(on)
    if person.birth_date is None or years is None:
        return "age not known"
    about = "about " if person.birth_date_known == BirthDateKnown.ESTIMATED else ""
    return about + (_counted(years, "year") if years else _counted(_whole_months(person.birth_date, on), "month"))


def _whole_months(born: date, on: date) -> int:
    return (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)


def iso_day(at: datetime) -> str:
    """The London day of a moment as an address holds it: "2026-06-04"."""
    return london_date(at).isoformat()


def next_promise(contact: Contact, *, now: datetime, calendar: WorkingCalendar) -> Due | None:
    """The promise that a contact has to keep next: its triage, then its decision."""
    return due(DECISION_CLOCK if contact.rag else TRIAGE_CLOCK, contact, now=now, calendar=calendar)


def told_by(contact: Contact) -> str:
    """Who told us, for a list: the agency, else the kind of person."""
    return contact.agency.name if contact.agency else contact.get_source_code_display()


def returned(contact: Contact) -> tuple[str, str]:
    """That a contact went back to its referrer and what came of it, with a tag's colour; empty where it did not."""
    sent_back = getattr(contact, "sent_back", None)
    if sent_back is None:
        return "", ""
    if hasattr(sent_back, "answer"):
        return f"Answered on {_short_day(sent_back.answer.answered_at)}", "blue"
    return f"Returned on {_short_day(sent_back.returned_at)}", "purple"


def _short_day(at: datetime) -> str:
    return f"{at.astimezone(LONDON):%-d %b}"


def claimed_level(contact: Contact) -> str:
    """What the referrer says the level is; nothing where nobody asked."""
    return "The referrer did not say" if contact.claimed_level_not_said else str(contact.claimed_level or "")


def told(contact: Contact) -> list[dict[str, str]]:
    """What a contact says, question by question, as ``summary_list`` shows it; unanswered ones say so."""
    referrer = [contact.referrer_name, contact.referrer_role, told_by(contact)]
    reach = [contact.referrer_telephone, contact.referrer_email]
    answers = [
        ("Received", f"{moment(contact.received_at)}, {contact.get_method_display().lower()}"),
        ("What is worrying", contact.concern),
        ("What the child says or lives with", contact.child_voice),
        ("What has been tried", contact.already_tried),
        ("What the family knows", contact.get_claimed_consent_display()),
        ("Why the family was not asked or did not agree", contact.claimed_consent_reason),
        *([("Told, and not checked yet", contact.not_checked)] if contact.not_checked else []),
        ("Immediate danger", "Yes" if contact.immediate_danger else "No"),
        ("Level of need that the referrer claims", claimed_level(contact)),
        ("Told by", ", ".join(filter(None, referrer))),
        ("How to reach the referrer", ", ".join(filter(None, reach))),
        ("Recorded by", f"{contact.recorded_by.get_full_name()}, {moment(contact.recorded_at)}"),
    ]
    return [{"key": question, "value": answer or "Not recorded"} for question, answer in answers]


def age_band(person: Person, at: datetime) -> str:
    """How old somebody was at a moment, in the bands by which contacts are compared."""
    years = None if person.birth_date is None else relativedelta(london_date(at), person.birth_date).years
    if years is None or london_date(at) < person.birth_date:
        return NO_AGE
    return next((words for limit, words in AGE_BANDS if years < limit), OLDEST)


def kind_of_referrer(contact: Contact) -> str:
    """What kind of agency or person told us, without a name."""
    return contact.get_source_code_display().lower()
