"""What the database refuses about inspection findings: closing without proof, reopening without words (L42, L61)."""

import pgtrigger

from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import refuses
from frontdoor.core.roles import AUDITOR, SENIOR_LEADER, SERVICE_MANAGER
from frontdoor.models.rights import holds, is_not_the_actor, on_day

READERS = (SENIOR_LEADER, SERVICE_MANAGER, AUDITOR)
KEEPERS = (SENIOR_LEADER, SERVICE_MANAGER)
LEAST_WORDS, LEAST_EVIDENCE = 20, 40
PROVING_WEEKS = 13
FURTHEST_BACK = 26
"""How many weeks a run may take: those with nothing to count neither prove nor break, so it reaches further back."""

FOUND_TOO_SHORT = f"Write what was found, in at least {LEAST_WORDS} characters."
NO_SOURCE = "Name the inspection, visit or audit, in at least 5 characters."
FOUND_BEFORE = "The day on which it was found cannot be after the day on which it is recorded."
MEASURED_WHOLE = "Choose an indicator and its target, from 0 to 100 per cent."
EVIDENCE_TOO_SHORT = f"Say what shows that it is put right, in at least {LEAST_EVIDENCE} characters."
WORDS_TOO_SHORT = f"Write at least {LEAST_WORDS} characters."
NO_INDICATOR = "Choose the indicator that measures this finding first. Without one it cannot be closed."
NOT_PROVED = (
    f"A finding is closed when the last {PROVING_WEEKS} complete weeks of its indicator all lie inside the target. "
    "A week with nothing to count is passed over."
)
NOT_BY_ITS_OWNER = "Somebody who has never owned this finding closes it."
CLOSED_IN_PERSON = "A senior leader or a service manager closes a finding, in person and with the day's date."
OWNER_IN_POST = "The owner must be a senior leader, a service manager or an auditor who is in post."
WORDS_STAY = "What was found stays as it was recorded. Note what has changed since."
CLOSED = "This finding is closed. If the same is found again, record that: it opens again."
REOPENED_WITH_WORDS = "Record what was found again, where and by whom, before the finding opens again."
ASK_WHETHER_THE_SAME = (
    "This theme was found before. Say which finding it repeats, "
    f"or how it differs, in at least {LEAST_WORDS} characters."
)
RECORDED_OPEN = "A finding is recorded as open, and each closing is counted."
WEEKS_WITH_THEIR_CLOSING = "The weeks that prove a closing are written with it, while the finding is open."

CLOSES = "OLD.closed_on IS NULL AND NEW.closed_on IS NOT NULL"
OPENS = "OLD.closed_on IS NOT NULL AND NEW.closed_on IS NULL"


HAS_AN_INDICATOR = refuses(
    "finding_closed_has_an_indicator",
    sentence=NO_INDICATOR,
    operation=pgtrigger.Update,
    when=f"{CLOSES} AND NEW.indicator = ''",
)

PROVED_BY_ITS_WEEKS = refuses(
    "finding_closed_when_proved",
    sentence=NOT_PROVED,
    operation=pgtrigger.Update,
    when=f"""
        {CLOSES} AND NOT EXISTS (
            SELECT 1 FROM (
                SELECT count(*) AS weeks, count(*) FILTER (WHERE w.out_of > 0) AS proving,
                       min(w.week_from) AS first, max(w.week_from) AS last,
                       bool_and(w.target = NEW.target) AS same,
                       bool_and(CASE NEW.better
                           WHEN 'at_least' THEN 100 * w.counted >= w.target * w.out_of
                           ELSE 100 * w.counted <= w.target * w.out_of END) AS inside
                FROM audits_findingweek w
                WHERE w.finding_id = NEW.id AND w.closing = NEW.times_closed
                  AND w.recorded_at >= transaction_timestamp()) run
            WHERE run.proving = {PROVING_WEEKS} AND run.weeks <= {FURTHEST_BACK} AND run.same AND run.inside
              AND run.last = date_trunc('week', NEW.closed_on)::date - 7
              AND run.weeks * 7 = run.last - run.first + 7)
    """,  # noqa: S608 - numbers of ours
)
"""One row a week, so as many weeks as lie between the first and the last leave none out."""

CLOSED_BY_ANOTHER = refuses(
    "finding_closed_by_another",
    sentence=NOT_BY_ITS_OWNER,
    operation=pgtrigger.Update,
    when=f"""
        {CLOSES} AND (NEW.closed_by_id IN (OLD.owner_id, NEW.owner_id) OR EXISTS (
            SELECT 1 FROM audits_findingevent e WHERE e.finding_id = NEW.id AND e.owner_id = NEW.closed_by_id))
    """,  # noqa: S608 - no value of a user stands in this text
)

SIGNED_IN_PERSON = refuses(
    "finding_closed_in_person",
    sentence=CLOSED_IN_PERSON,
    operation=pgtrigger.Update,
    when=f"""
        {CLOSES} AND (
            NOT {holds("NEW.closed_by_id", *(role.code for role in KEEPERS), at=on_day("NEW.closed_on"))}
            OR NOT {BRINGING_IN} AND (
                {is_not_the_actor("NEW.closed_by_id")}
                OR abs(NEW.closed_on - (clock_timestamp() AT TIME ZONE 'Europe/London')::date) > 1))
    """,
)
"""A day either way: a form sent at midnight is the day on which it was opened."""

OWNED_IN_POST = refuses(
    "finding_owner_in_post",
    sentence=OWNER_IN_POST,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        (TG_OP = 'INSERT' OR NEW.owner_id IS DISTINCT FROM OLD.owner_id OR {OPENS}) AND NOT {BRINGING_IN} AND NOT (
            EXISTS (SELECT 1 FROM workforce_worker w WHERE w.id = NEW.owner_id AND w.is_active
                    AND (w.ended_on IS NULL OR w.ended_on >= (clock_timestamp() AT TIME ZONE 'Europe/London')::date))
            AND {holds("NEW.owner_id", *(role.code for role in READERS), at="clock_timestamp()")})
    """,  # noqa: S608 - no value of a user stands in this text
)

WORDS_ARE_KEPT = refuses(
    "finding_words_stay",
    sentence=WORDS_STAY,
    operation=pgtrigger.Update,
    when="""
        (NEW.found, NEW.theme, NEW.source_kind, NEW.source, NEW.found_on, NEW.reference, NEW.differs, NEW.opened_on,
         NEW.opened_by_id)
        IS DISTINCT FROM
        (OLD.found, OLD.theme, OLD.source_kind, OLD.source, OLD.found_on, OLD.reference, OLD.differs, OLD.opened_on,
         OLD.opened_by_id)
    """,
)

STAYS_WHEN_CLOSED = refuses(
    "finding_stays_when_closed",
    sentence=CLOSED,
    operation=pgtrigger.Update,
    when="OLD.closed_on IS NOT NULL AND NEW.closed_on IS NOT NULL AND NEW IS DISTINCT FROM OLD",
)

REOPENED_BY_AN_EVENT = refuses(
    "finding_reopened_with_words",
    sentence=REOPENED_WITH_WORDS,
    operation=pgtrigger.Update,
    when=f"""
        {OPENS} AND (NEW.again_on IS NULL OR NOT EXISTS (
            SELECT 1 FROM audits_findingevent e
            WHERE e.finding_id = NEW.id AND e.kind = 'reopened' AND e.noted_by_id = NEW.again_by_id
              AND e.happened_on = NEW.again_on AND e.recorded_at >= transaction_timestamp()))
    """,  # noqa: S608 - no value of a user stands in this text
)

ASKED_WHETHER_THE_SAME = refuses(
    "finding_asked_whether_the_same",
    sentence=ASK_WHETHER_THE_SAME,
    operation=pgtrigger.Insert,
    when=f"""
        length(trim(NEW.differs)) < {LEAST_WORDS} AND EXISTS (
            SELECT 1 FROM audits_inspectionfinding f WHERE f.theme = NEW.theme AND f.found_on < NEW.found_on)
    """,  # noqa: S608 - a number of ours
)

CLOSINGS_ARE_COUNTED = refuses(
    "finding_counts_its_closings",
    sentence=RECORDED_OPEN,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        TG_OP = 'INSERT' AND (NEW.closed_on IS NOT NULL OR NEW.again_on IS NOT NULL OR NEW.times_closed <> 0)
        OR TG_OP = 'UPDATE' AND NEW.times_closed <> OLD.times_closed + ({CLOSES})::integer
    """,
)

WEEK_OF_A_CLOSING = refuses(
    "finding_week_with_its_closing",
    sentence=WEEKS_WITH_THEIR_CLOSING,
    operation=pgtrigger.Insert,
    when="""
        NOT EXISTS (
            SELECT 1 FROM audits_inspectionfinding f
            WHERE f.id = NEW.finding_id AND f.closed_on IS NULL AND NEW.closing = f.times_closed + 1)
    """,
)
