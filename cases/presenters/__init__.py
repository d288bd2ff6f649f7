"""Cases turned into the words that pages show."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from cases import next_due, standing
from cases.models import Assessment, Plan
from cases.models.assessments import ASSESSMENT_CLOCK
from frontdoor.core.chronology import LONGEST_EXTRACT, Entry
from frontdoor.core.navigation import url_or_nothing
from frontdoor.core.working_days import LONDON, WorkingCalendar
from frontdoor.models import Address, ConsentEvent, Person, Relationship
from frontdoor.models.person_choices import DISABILITIES, BirthDateKnown
from frontdoor.models.referrals import ALLOCATION_CLOCK
from frontdoor.presenters import Due, age, due, long_day, moment

RESTRICTED = "Only those named on it may open it. Every opening is written down."
PLAN_COLOURS = {Plan.Kind.PROTECTION: "red", Plan.Kind.CHILD_IN_NEED: "purple"}


def reference(person_id: int) -> str:
    """The number people quote to each other."""
    return f"P{person_id:06d}"


def assessment_due(assessment: Any, *, now: datetime, calendar: WorkingCalendar) -> Due:
    """Where the 45 working days stand (T07)."""
    found = due(ASSESSMENT_CLOCK, assessment, now=now, calendar=calendar)
    assert found is not None, "An assessment is due from the day it is opened."
    return found


def banner(person: Person, *, now: datetime, calendar: WorkingCalendar) -> dict[str, Any]:
    """The bar at the top of a child's pages; ``person`` comes from ``standing.with_standing``."""
    assessment = standing.assessment(person)
    promise = assessment_due(assessment, now=now, calendar=calendar) if assessment else None
    return {
        "name": person.full_name,
        "url": reverse("person", args=[person.pk]),
        "age": age(person, now.astimezone(LONDON).date()),
        "reference": reference(person.pk),
        "badges": list(_badges(person, assessment, promise)),
        "siblings": _siblings(standing.siblings(person)),
        "worker": person.standing_worker or "",
        "manager": " and ".join(person.standing_managers),
        "next_due": next(iter(upcoming(person, now=now, calendar=calendar)), None),
        "restriction": RESTRICTED if person.restricted else "",
    }


def upcoming(person: Person, *, now: datetime, calendar: WorkingCalendar) -> list[dict[str, Any]]:
    """What is due for a child, the earliest first: what it is, where it is done or else by whom, and its promise."""
    return [
        {
            "words": one.kind.words,
            "url": one.url,
            "who": one.who,
            "due": due(one.kind.clock, one.row, now=now, calendar=calendar),
        }
        for one in next_due.of(person)
    ]


def _badges(person: Person, assessment: Assessment | None, promise: Due | None) -> Iterable[dict[str, str]]:
    record = reverse("person", args=[person.pk])
    if person.standing_contact is not None:
        url = url_or_nothing("contact", person.standing_contact) or f"{record}#chronology"
        yield {"words": "Open contact", "colour": "blue", "url": url}
    if person.standing_plan:
        kind = Plan.Kind(person.standing_plan)
        yield {"words": kind.label, "colour": PLAN_COLOURS[kind], "url": f"{record}?kind=Plan#chronology"}
    elif person.standing_team is not None:
        yield {"words": "Open case", "colour": "blue", "url": f"{record}?kind=Case#chronology"}
    if person.standing_to_start is not None:
        url = url_or_nothing("assessment_start", person.standing_to_start)
        yield {"words": "Assessment not started", "colour": "orange", "url": url}
    if assessment is not None and promise is not None:
        late = promise.state == "overdue"
        yield {
            "words": "Assessment late" if late else "Being assessed",
            "colour": "red" if late else "blue",
            "url": reverse("assessment", args=[assessment.pk]),
        }
    for one in next_due.of(person):
        if one.kind.badge and one.url:
            yield {"words": one.kind.badge, "colour": one.kind.colour, "url": one.url}


def _siblings(siblings: Sequence[standing.Sibling]) -> list[dict[str, str]]:
    shown = [
        {"name": sibling.person.full_name, "url": reverse("person", args=[sibling.person.pk])}
        for sibling in siblings
        if sibling.may_be_opened
    ]
    others = len(siblings) - len(shown)
    if others:
        shown.append({"name": f"{others} more, whose record you cannot open", "url": ""})
    return shown


def details(person: Person, addresses: Iterable[Address], on: date) -> list[dict[str, str]]:
    """Who the child is, as questions and answers."""
    disabilities = dict(DISABILITIES)
    language = person.first_language or "Not recorded"
    return _rows(
        ("Name", person.full_name),
        ("Other or former names", person.also_known_as or "None recorded"),
        ("Date of birth", _born(person, on)),
        ("Date of death", long_day(person.death_date) if person.death_date else ""),
        ("Sex", person.get_sex_display()),
        ("Ethnicity", person.get_ethnicity_display()),
        ("Disability", ", ".join(disabilities[code] for code in person.disabilities) or "None recorded"),
        ("First language", f"{language}, needs an interpreter" if person.needs_interpreter else language),
        ("Address", "\n".join(address.in_words for address in addresses) or "Not recorded"),
        ("Telephone", person.telephone),
        ("School or nursery", person.school or "Not recorded"),
        ("NHS number", person.nhs_number or "Not recorded"),
        ("Unique pupil number", person.upn or "Not recorded"),
    )


def _rows(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    return [{"key": key, "value": value, "url": "", "action": "", "hidden": ""} for key, value in pairs if value]


def _born(person: Person, on: date) -> str:
    if person.birth_date is None:
        return age(person, on).capitalize()
    sure = "" if person.birth_date_known == BirthDateKnown.EXACT else ", estimated"
    return f"{long_day(person.birth_date)} ({age(person, on)}{sure})"


def assessment_clock(assessment: Assessment, *, now: datetime, calendar: WorkingCalendar) -> dict[str, Any]:
    """The promise in words, with both ways of counting it (T07 and T07b)."""
    return {
        "due": assessment_due(assessment, now=now, calendar=calendar),
        "rows": [
            *_rows(
                ("Referral received", long_day(assessment.referral_received_on)),
                ("Assessment started", long_day(assessment.started_on)),
                ("Due", f"{long_day(assessment.due_on)}: 45 working days from the referral"),
            ),
            *_signatures(assessment),
        ],
    }


def _signatures(assessment: Any) -> list[dict[str, str]]:
    return _rows(
        ("Submitted", _signed(assessment.submitted_on, assessment.submitted_by)),
        ("Authorised", _signed(assessment.authorised_on, assessment.authorised_by)),
        ("Shared with the family", _signed(assessment.shared_on, assessment.shared_by)),
    )


def _signed(on: date | None, by: Any) -> str:
    return f"{long_day(on)} by {by.get_full_name()}" if on else ""


def assessment_written(assessment: Any) -> list[dict[str, str]]:
    """What stands in an assessment, as questions and answers."""
    alone = {True: "Yes", False: "No", None: "Not recorded"}[assessment.child_seen_alone]
    seen = long_day(assessment.child_seen_on) if assessment.child_seen_on else "Not recorded"
    return _rows(
        ("Child seen", seen),
        ("Seen alone", alone if assessment.child_seen_on else ""),
        ("What the child says", assessment.child_views or "Nothing written yet"),
        ("Analysis", assessment.analysis or "Nothing written yet"),
        ("What the child needs", assessment.get_outcome_display() or "Not decided yet"),
        ("Why it took longer", assessment.late_reason),
    )


def assessment_changes(assessment: Assessment, version: int) -> list[dict[str, str]]:
    """Each answer and signature that is not what it was in ``version``: label, before and theirs.

    Nothing for a version that never was.
    """
    opened = assessment.history.filter(version=version).first()
    if opened is None:
        return []
    before, now = (
        {row["key"]: row["value"] for row in assessment_written(row) + _signatures(row)} for row in (opened, assessment)
    )
    return [
        {"label": key, "before": before.get(key, ""), "theirs": now.get(key, "")}
        for key in before | now
        if before.get(key) != now.get(key)
    ]


def waits_for(assessment: Assessment, *, form_shown: bool) -> str:
    """Whose turn it is, for somebody who can only read."""
    if form_shown or assessment.finished_on is not None:
        return ""
    if assessment.authorised_on is not None:
        return "Authorised. The child's worker shares it with the family."
    if assessment.submitted_on is not None:
        return "Submitted. It waits for a manager other than its author."
    return "The child's worker is writing this assessment."


def family(relationships: Iterable[Relationship]) -> list[dict[str, str]]:
    """The adults around the child, those with parental responsibility first."""
    rows = [
        {
            "name": row.adult.full_name,
            "kind": row.get_kind_display(),
            "responsibility": row.get_parental_responsibility_display(),
            "lives_with": {True: "Yes", False: "No", None: "Not known"}[row.lives_with_child],
        }
        for row in relationships
    ]
    return sorted(rows, key=lambda row: (row["responsibility"] != "Yes", row["name"]))


def consent(events: Iterable[ConsentEvent]) -> list[dict[str, str]]:
    """Where each kind of consent stands, and since when."""
    rows = []
    for event in events:
        given_by = f" by {event.given_by.full_name}" if event.given_by else ""
        rows.append((event.get_kind_display(), f"{event.get_status_display()}{given_by}, {moment(event.happened_at)}"))
    return _rows(*rows)


def chronology(
    entries: Iterable[Entry], *, names: Mapping[int, str] | None = None, mark_url: str = ""
) -> list[dict[str, Any]]:
    """Events as the timeline shows them. ``names`` says whose each is, ``mark_url`` where it is marked."""
    return [
        {
            "title": entry.told.title,
            "when": moment(entry.at) if isinstance(entry.at, datetime) else long_day(entry.at),
            "iso": entry.at.isoformat(),
            "who": entry.told.who,
            "words": extract(entry.told.detail),
            "url": entry.told.url,
            "category": entry.category,
            "mark": entry.told.mark,
            "significant": entry.significant,
            "whose": ", ".join(names[one] for one in entry.whose) if names else "",
            "mark_url": _mark_url(mark_url, entry) if mark_url else "",
        }
        for entry in entries
    ]


def _mark_url(page: str, entry: Entry) -> str:
    return f"{page}?{urlencode({'source': entry.source, 'row': entry.row})}"


def kinds(counts: Mapping[str, int], *, chosen: str, query: QueryDict | None = None) -> list[dict[str, Any]]:
    """Links that narrow the chronology, each with its count; ``query`` holds the filters that stay."""
    shown = [("Everything", "", sum(counts.values())), *((kind, kind, counts[kind]) for kind in sorted(counts))]
    return [
        {"label": label, "url": _of_kind(kind, query), "is_current": kind == chosen, "count": count}
        for label, kind, count in shown
    ]


def _of_kind(kind: str, query: QueryDict | None) -> str:
    kept = query.copy() if query is not None else QueryDict(mutable=True)
    kept.pop("page", None)
    kept.pop("kind", None)
    if kind:
        kept["kind"] = kind
    return f"?{kept.urlencode()}#chronology"


def extract(text: str) -> str:
    """The beginning of a long text; the whole stands behind the entry's link."""
    return text if len(text) <= LONGEST_EXTRACT else f"{text[:LONGEST_EXTRACT].rstrip()} …"


CASE_HEADS = ("Reference", "Name", "Age", "Team", "Worker", "Received", "Plan", "Assessment")
ASSESSMENT_HEADS = ("Reference", "Name", "Age", "Team", "Worker", "Referral received", "Due", "State", "Noticed late")


@dataclass(frozen=True)
class Line:
    """One line of a list of children: the same for cases and assessments, what differs stays empty."""

    reference: str
    name: str
    url: str
    age: str
    team: str
    worker: str
    received: date
    due: Due | None
    due_url: str
    plan: str = ""
    plan_colour: str = ""
    waits: Due | None = None
    allocate_url: str = ""
    noticed: date | None = None

    @property
    def flag_words(self) -> str:
        """Since when an assessment is known to be late and what ends that; empty for one that is in time."""
        if self.noticed is None and (self.due is None or self.due.state != "overdue"):
            return ""
        since = f"Noticed on {long_day(self.noticed)}. " if self.noticed else ""
        return f"{since}Ends when a manager has authorised it and the family has it."


def case_row(row: Any, *, now: datetime, calendar: WorkingCalendar) -> Line:
    """A line of the case list from ``listing.case_rows``."""
    kind = Plan.Kind(row.plan_kind) if row.plan_kind else None
    return Line(
        **child_of(row, now),
        received=row.received_on,
        due=assessment_due(row, now=now, calendar=calendar) if row.assessment_id else None,
        due_url=reverse("assessment", args=[row.assessment_id]) if row.assessment_id else "",
        plan=kind.label if kind else "",
        plan_colour=PLAN_COLOURS[kind] if kind else "",
        waits=None if row.allocated_on else due(ALLOCATION_CLOCK, row, now=now, calendar=calendar),
        allocate_url="" if row.allocated_on else url_or_nothing("allocate", row.pk),
    )


def assessment_row(row: Any, *, now: datetime, calendar: WorkingCalendar) -> Line:
    """A line of the assessment list from ``listing.assessment_rows``."""
    return Line(
        **child_of(row, now),
        received=row.referral_received_on,
        due=assessment_due(row, now=now, calendar=calendar),
        due_url=reverse("assessment", args=[row.pk]),
        plan="Awaiting authorisation" if row.submitted_on and not row.authorised_on else "",
        noticed=row.noticed_on,
    )


def child_of(row: Any, now: datetime) -> dict[str, Any]:
    """What each list says of a child, its team and its worker, by name."""
    child = Person(
        given_names=row.given_names,
        family_name=row.family_name,
        birth_date=row.birth_date,
        birth_date_known=row.birth_date_known,
        expected_birth_date=row.expected_birth_date,
    )
    return {
        "reference": reference(row.child_id),
        "name": child.full_name,
        "url": reverse("person", args=[row.child_id]),
        "age": age(child, now.astimezone(LONDON).date()),
        "team": row.team_name,
        "worker": f"{row.worker_given_names} {row.worker_family_name}" if row.worker_family_name else "",
    }


def case_cells(line: Line) -> tuple[Any, ...]:
    """A line of the case list as its file holds it."""
    words = line.due.words if line.due else ""
    return (line.reference, line.name, line.age, line.team, line.worker, line.received, line.plan, words)


def assessment_cells(line: Line) -> tuple[Any, ...]:
    """A line of the assessment list as its file holds it."""
    promise = line.due
    return (
        line.reference,
        line.name,
        line.age,
        line.team,
        line.worker,
        line.received,
        promise.due if promise else None,
        promise.words if promise else "",
        line.noticed,
    )
