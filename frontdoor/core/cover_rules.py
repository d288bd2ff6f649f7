"""What the database refuses of the bank holidays that are known: no clock and no promise is left without its days.

The same as ``actions/policy.py`` says to people. Promises of later apps are named by their tables; that none is
forgotten is held by a test.
"""

from dataclasses import dataclass

import pgtrigger

from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import TODAY_SQL, refuses

TOO_LONG = (
    "Bank holidays are known until {until}, and this time runs past that day. Enter a shorter one, or add later bank "
    "holidays first."
)
TOO_FAR = "Bank holidays are announced a few years ahead. Choose a day in {year} or before."
INCOMPLETE = "England has {usual} bank holidays a year. Recorded are {found}. Add the others first."
TOO_SHORT = (
    "Work that starts in the next four weeks could not be dated: {name} runs until {day}. "
    "Choose that day or a later one."
)
ADDED_BY_ITS_ACT = (
    "A bank holiday is added on the administrator's page, which works out anew what is promised. None is changed or "
    "taken away."
)
PROMISED = "Later days are promised already, and bank holidays could no longer move them: {found}."
YEARS_AHEAD = 3
DAYS_AHEAD = 28
"""Work that starts within so many days must have its days known to the end."""
BANK_HOLIDAYS_A_YEAR = 8
_DAY = "FMDD FMMonth YYYY"
_WORKING_TIME = "'working_days', 'duty_hours'"
_HOURS_A_DAY = "extract(epoch FROM a.closes - a.opens) / 3600"


@dataclass(frozen=True)
class PromiseTable:
    """An open promise as SQL asks for it: what it is called, its table, its columns, and which rows alone count."""

    words: str
    table: str
    due: str
    finished: str
    only: str = "true"

    def beyond(self, place: int) -> str:
        """SQL: its place, its words, and how many have their last day in time after the new cover."""
        last = f"(({self.due} - interval '1 microsecond') AT TIME ZONE 'Europe/London')::date"
        day = last if self.due.endswith("_at") else self.due
        return f"""SELECT {place} AS place, '{self.words}' AS words, count(*) AS number FROM {self.table}
            WHERE {self.finished} IS NULL AND {day} > NEW.holidays_covered_until AND {self.only}"""  # noqa: S608 - ours


_STANDS = "called_off_at IS NULL"
PROMISES = (
    PromiseTable("acknowledgements of contacts", "frontdoor_acknowledgement", "due_at", "finished_at"),
    PromiseTable("answers to referrers", "frontdoor_referrerfeedback", "due_on", "finished_on"),
    PromiseTable("challenges of referrers", "frontdoor_feedbackchallenge", "due_on", "answered_on"),
    PromiseTable("replies of agencies", "frontdoor_agencyrequest", "due_at", "ended_at"),
    PromiseTable("contacts to be triaged", "frontdoor_contact", "triage_due_at", "triaged_at"),
    PromiseTable("contacts to be decided", "frontdoor_contact", "decision_due_at", "decided_at"),
    PromiseTable("cases to be allocated", "frontdoor_referral", "allocation_due_on", "allocated_on"),
    PromiseTable("records of urgent decisions", "frontdoor_decisioncompletion", "due_on", "finished_on"),
    PromiseTable("assessments", "cases_assessment", "due_on", "finished_on"),
    PromiseTable("child in need plans to be agreed", "cases_assessment", "plan_due_on", "planned_on"),
    PromiseTable("checks of assessments by a manager", "cases_familyassessment", "check_due_on", "checked_on"),
    PromiseTable("visits to children", "cases_seendue", "due_on", "seen_on"),
    PromiseTable("strategy meetings", "cases_strategymeeting", "due_at", "held_at", f"{_STANDS} AND NOT immediate"),
    PromiseTable("records of strategy meetings", "cases_strategymeeting", "record_due_at", "circulated_at", _STANDS),
    PromiseTable("outcomes of section 47 enquiries", "cases_section47", "outcome_due_on", "authorised_on"),
    PromiseTable(
        "child protection conferences",
        "cases_section47",
        "conference_due_on",
        "conference_on",
        "conference_not_needed IS NOT TRUE",
    ),
    PromiseTable("reviews of plans", "cases_planreview", "due_on", "held_on"),
    PromiseTable("return home interviews and private fostering visits", "cases_followup", "due_at", "done_at", _STANDS),
    PromiseTable("decision letters of conferences", "cases_conference", "letter_due_on", "letters_sent_on", _STANDS),
    PromiseTable("records of conferences", "cases_conference", "record_due_on", "circulated_on", _STANDS),
    PromiseTable("core groups", "cases_coregroup", "due_on", "held_on"),
    PromiseTable("review conferences", "cases_plan", "review_due_on", "ended_on"),
)
"""Every promise that is registered in a promises.py, in that order."""


def _raises(name: str, sentence: str, *values: str) -> str:
    """SQL: refuse with a sentence, each of its gaps filled with a value in turn."""
    refused = f"USING ERRCODE = 'check_violation', CONSTRAINT = '{name}'"
    return f"RAISE EXCEPTION '{sentence}', {', '.join(values)} {refused};"


def _day_of(period: str, start: str, last: str) -> str:
    """SQL: the last day of a clock that starts when a day begins; none where it runs past ``last``.

    Working days count from the next one on, hours on duty from the day itself (domain.md 1.1).
    """
    in_days = f"{period}.unit = 'working_days'"
    first = f"({start} + CASE WHEN {in_days} THEN 1 ELSE 0 END)::timestamp"
    needed = f"CASE WHEN {in_days} THEN {period}.value ELSE ceil({period}.value / ({_HOURS_A_DAY})) END"
    return f"""(SELECT w.day FROM (
                SELECT d::date AS day, row_number() OVER (ORDER BY d) AS number
                FROM generate_series({first}, ({last})::timestamp, interval '1 day') d
                WHERE extract(isodow FROM d) < 6
                  AND NOT EXISTS (SELECT 1 FROM frontdoor_bankholiday b WHERE b.day = d::date)) w
            WHERE w.number = {needed})"""  # noqa: S608 - columns of ours


_WITHIN = "policy_within_the_calendar"
WITHIN_THE_CALENDAR = pgtrigger.Trigger(
    name=_WITHIN,
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    declare=[("known", "date")],
    func=f"""
        IF {BRINGING_IN} OR NEW.unit NOT IN ({_WORKING_TIME}) THEN
            RETURN NEW;
        END IF;
        SELECT a.holidays_covered_until INTO known FROM frontdoor_authority a
        WHERE {_day_of("NEW", TODAY_SQL, "a.holidays_covered_until")} IS NULL;
        IF known IS NOT NULL THEN
            {_raises(_WITHIN, TOO_LONG.format(until="%"), f"to_char(known, '{_DAY}')")}
        END IF;
        RETURN NEW;
    """,  # noqa: S608 - no value of a user stands in this text
)

HOLIDAY_MOVES_PROMISES = refuses(
    "holiday_moves_what_is_promised",
    sentence=ADDED_BY_ITS_ACT,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    first=f"IF TG_OP = 'DELETE' AND {BRINGING_IN} THEN RETURN OLD; END IF;",
    when=f"""
        NOT {BRINGING_IN}
        AND (TG_OP <> 'INSERT' OR NEW.day::text IS DISTINCT FROM current_setting('frontdoor.counted_anew', true))
    """,
)
"""The act says first which day it counts anew (``promises.counting_anew``): a day that was slipped in moves nothing."""

_OLD, _NEW = "OLD.holidays_covered_until", "NEW.holidays_covered_until"
_LAST_YEAR = f"extract(year FROM {TODAY_SQL}) + {YEARS_AHEAD}"
_LACKING = f"""
    SELECT string_agg(coalesce(nullif(y.found, 0)::text, 'none') || ' of ' || y.year, ', ' ORDER BY y.year)
    FROM (SELECT year, (SELECT count(*) FROM frontdoor_bankholiday b WHERE extract(year FROM b.day) = year) AS found
          FROM generate_series(extract(year FROM {_OLD} + 1)::int, extract(year FROM {_NEW})::int) year) y
    WHERE y.found < CASE WHEN y.year < extract(year FROM {_NEW} + 1) THEN {BANK_HOLIDAYS_A_YEAR} ELSE 1 END
"""  # noqa: S608 - no value of a user stands in this text
_BEYOND = " UNION ALL ".join(promise.beyond(place) for place, promise in enumerate(PROMISES))
_START = f"({TODAY_SQL} + {DAYS_AHEAD})"
_LONGEST = f"""
    SELECT c.name, {_day_of("c", _START, f"{_START} + 60 + 2 * c.value")} AS day
    FROM frontdoor_authority a CROSS JOIN (
        SELECT p.name, p.unit, p.value FROM frontdoor_policyperiod p
        WHERE p.unit IN ({_WORKING_TIME}) AND (p.valid_from >= {TODAY_SQL} OR p.id IN (
            SELECT DISTINCT ON (i.code, i.team_id) i.id FROM frontdoor_policyperiod i
            WHERE i.valid_from <= {TODAY_SQL} ORDER BY i.code, i.team_id, i.valid_from DESC))) c
    ORDER BY day DESC, c.name DESC LIMIT 1
"""  # noqa: S608 - no value of a user stands in this text

_COVERS = "authority_covers_what_is_promised"
COVER = pgtrigger.Trigger(
    name=_COVERS,
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("holidays_covered_until"),
    declare=[("found", "text"), ("longest", "record")],
    func=f"""
        IF {BRINGING_IN} OR {_NEW} = {_OLD} THEN
            RETURN NEW;
        END IF;
        IF extract(year FROM {_NEW}) > {_LAST_YEAR} THEN
            {_raises(_COVERS, TOO_FAR.format(year="%"), _LAST_YEAR)}
        END IF;
        IF {_NEW} > {_OLD} THEN
            found := ({_LACKING});
            IF found IS NOT NULL THEN
                {_raises(_COVERS, INCOMPLETE.format(usual=BANK_HOLIDAYS_A_YEAR, found="%"), "found")}
            END IF;
            RETURN NEW;
        END IF;
        SELECT string_agg(p.words || ' (' || p.number || ')', ', ' ORDER BY p.place) INTO found
        FROM ({_BEYOND}) p WHERE p.number > 0;
        IF found IS NOT NULL THEN
            {_raises(_COVERS, PROMISED.format(found="%"), "found")}
        END IF;
        SELECT * INTO longest FROM ({_LONGEST}) l;
        IF {_NEW} < longest.day THEN
            {_raises(_COVERS, TOO_SHORT.format(name="%", day="%"), "longest.name", f"to_char(longest.day, '{_DAY}')")}
        END IF;
        RETURN NEW;
    """,  # noqa: S608 - no value of a user stands in this text
)
