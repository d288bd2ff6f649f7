"""Rules of child protection conferences across rows, as triggers, and the sentences that page and act say too.

Census rules are named by their number (domain.md 4.3).
"""

from typing import Any

import pgtrigger

from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import TODAY_SQL, refuses
from frontdoor.core.written import unwritten_sql
from frontdoor.models.rights import is_not_the_actor, manages

CHAIRED_BY_A_MANAGER = "A practice manager or a service manager of social care chairs a conference."
CHAIR_NOT_INDEPENDENT = (
    "The chair is independent of the case: neither a worker of the child, nor of the team that holds the case, nor who "
    "proposed or authorised the outcome of the enquiry."
)
WORKING_DAY = "A conference is held on a working day: never at a weekend or on a bank holiday."
NOT_YET_HELD = "The conference cannot have been held in the future."
HELD_AGAIN_LATER = "It is held again on a working day after the conference."
NO_QUORUM = (
    "A worker of social care besides the chair, and at least two agencies, must be there before anything is decided. "
    "If it goes on without them, the chair writes why, in at least 40 characters, and when it is held again."
)
OUTCOME_FIRST = "A manager authorises the outcome of the section 47 enquiry before its conference is held."
COMES_OF = (
    "An initial conference comes of a section 47 enquiry whose outcome is a conference, a review of an open protection "
    "plan, and a transfer of an open case: each of this very child."
)
CONVENED_ALREADY = "A conference about this child is convened already and not signed yet."
DECIDES_ITS_KIND = "A review continues or ends a plan; every other conference decides on a plan or on none."
NOT_DECIDED = "Decide about every child first, and why."
NOT_ACCOUNTED = "Say of everybody who was invited whether they came, sent information, sent apologies or did neither."
NO_FAMILY = "Invite the parents and carers, or say why one is left out, before the chair signs."
NO_PARTICIPATION = "Say of every child how it took part, and what it is in danger of and protected by."
NO_OUTLINE = "Every child under a protection plan needs at least one action in the outline plan: who does what by when."
NO_VIEWS = "Write what every agency that came thinks about the threshold, for each child."
SIGNED_BY_THE_CHAIR = "The chair signs, in person."
DECIDED_BY_THE_CHAIR = "The chair records what is decided about a child, in person."
LEFT_OUT_BY_THE_CHAIR = "The chair alone leaves somebody of the family out, and signs why."
RECORD_STAYS = "What a conference signed cannot be changed."
UNDER_FOUR = "Only a child under 4, or not yet born, is recorded as too young to take part."
VIEW_OF_SOMEBODY_THERE = "A view comes from somebody of an agency who was invited to this conference."
NOT_ON_A_FREE_DAY = "The first core group and the review are on working days after the conference."


def free_day(day: str) -> str:
    """SQL: the day is a Saturday, a Sunday or a bank holiday."""
    return (
        f"(extract(isodow FROM {day}) > 5"  # noqa: S608 - no user's text
        f" OR EXISTS (SELECT 1 FROM frontdoor_bankholiday b WHERE b.day = {day}))"
    )


def is_tied(chair: str, child: str) -> str:
    """SQL: the worker ``chair`` belongs to the case of the row ``child`` of a conference."""
    return f"""(
        EXISTS (SELECT 1 FROM cases_allocation a
                WHERE a.child_id = {child}.child_id AND a.worker_id = {chair} AND a.ended_on IS NULL)
        OR EXISTS (SELECT 1 FROM frontdoor_referral r JOIN workforce_worker w ON w.team_id = r.team_id
                   WHERE r.id = {child}.referral_id AND w.id = {chair})
        OR EXISTS (SELECT 1 FROM cases_section47 s
                   WHERE s.id = {child}.enquiry_id AND {chair} IN (s.proposed_by_id, s.authorised_by_id)))"""  # noqa: S608


def quorate(conference: str, chair: str) -> str:
    """SQL: social care besides the chair was there, and two agencies (domain.md 10)."""
    there = f"i.conference_id = {conference} AND i.attendance = 'attended'"
    return f"""(
        EXISTS (SELECT 1 FROM cases_conferenceinvitation i
                WHERE {there} AND i.agency_id IS NULL AND i.worker_id IS DISTINCT FROM {chair})
        AND (SELECT count(DISTINCT i.agency_id) FROM cases_conferenceinvitation i WHERE {there}) >= 2)"""  # noqa: S608


_SIGNED_NOW = f"NEW.signed_at IS NOT NULL AND OLD.signed_at IS NULL AND NOT {BRINGING_IN}"
_DECIDED_NOW = f"""
    NEW.decision <> '' AND NOT {BRINGING_IN} AND (TG_OP = 'INSERT' OR NEW.decision <> OLD.decision)
"""
_BOTH = pgtrigger.Insert | pgtrigger.Update


def stays(name: str, *, of_child: bool = False) -> pgtrigger.Trigger:
    """Rows of a signed conference are neither added nor changed; ``of_child`` where they hang on a child."""
    conference = "NEW.conference_id"
    if of_child:
        conference = "(SELECT c.conference_id FROM cases_conferencechild c WHERE c.id = NEW.conference_child_id)"
    return refuses(
        name,
        sentence=RECORD_STAYS,
        operation=_BOTH,
        when=f"""
            NOT {BRINGING_IN} AND EXISTS (
                SELECT 1 FROM cases_conference k WHERE k.id = {conference} AND k.signed_at IS NOT NULL)
        """,  # noqa: S608 - no user's text
    )


def _signed(name: str, sentence: str, lacks: str) -> pgtrigger.Trigger:
    """Refuses the chair's signature where ``lacks`` holds."""
    return refuses(f"conference_signed_{name}", sentence=sentence, operation=pgtrigger.Update, when=lacks)


def _of_children(condition: str) -> str:
    return f"""{_SIGNED_NOW} AND EXISTS (
        SELECT 1 FROM cases_conferencechild c WHERE c.conference_id = NEW.id AND {condition})"""  # noqa: S608


CONFERENCE_RULES: list[Any] = [
    refuses(
        "conference_chaired_by_a_manager",
        sentence=CHAIRED_BY_A_MANAGER,
        operation=_BOTH,
        when=f"""
            NOT {BRINGING_IN} AND NEW.signed_at IS NULL AND NEW.called_off_at IS NULL
            AND NOT {manages("NEW.chair_id", at="NEW.planned_at")}
        """,
    ),
    refuses(
        "conference_chair_is_independent",
        sentence=CHAIR_NOT_INDEPENDENT,
        operation=_BOTH,
        when=f"""
            NOT {BRINGING_IN} AND NEW.signed_at IS NULL AND EXISTS (
                SELECT 1 FROM cases_conferencechild c
                WHERE c.conference_id = NEW.id AND {is_tied("NEW.chair_id", "c")})
        """,  # noqa: S608 - no user's text
    ),
    refuses(
        "conference_on_a_working_day",
        sentence=WORKING_DAY,
        operation=_BOTH,
        when=f"""
            NOT {BRINGING_IN} AND NEW.signed_at IS NULL
            AND ({free_day("(NEW.planned_at AT TIME ZONE 'Europe/London')::date")}
                 OR NEW.held_on IS NOT NULL AND {free_day("NEW.held_on")})
        """,
    ),
    refuses(
        "conference_held_in_the_past",
        sentence=NOT_YET_HELD,
        operation=_BOTH,
        when=f"NEW.held_on > {TODAY_SQL}",
    ),
    refuses(
        "conference_held_again_later",
        sentence=HELD_AGAIN_LATER,
        operation=_BOTH,
        when=f"""
            NEW.reconvene_due_on IS NOT NULL AND NEW.held_on IS NOT NULL
            AND (NEW.reconvene_due_on <= NEW.held_on OR {free_day("NEW.reconvene_due_on")})
        """,
    ),
    refuses(
        "conference_held_after_the_outcome",
        sentence=OUTCOME_FIRST,
        operation=pgtrigger.Update,
        when=f"""
            NEW.held_on IS NOT NULL AND OLD.held_on IS NULL AND NOT {BRINGING_IN} AND EXISTS (
                SELECT 1 FROM cases_conferencechild c JOIN cases_section47 s ON s.id = c.enquiry_id
                WHERE c.conference_id = NEW.id AND s.authorised_on IS NULL)
        """,  # noqa: S608 - no user's text
    ),
    _signed(
        "with_quorum",
        NO_QUORUM,
        f"{_SIGNED_NOW} AND NEW.alone_reason = '' AND NOT {quorate('NEW.id', 'NEW.chair_id')}",
    ),
    _signed("with_every_child_decided", NOT_DECIDED, _of_children("c.decision = ''")),
    _signed(
        "with_every_child_heard",
        NO_PARTICIPATION,
        _of_children(
            f"(c.participation = '' OR {unwritten_sql('c.danger', 20)} OR {unwritten_sql('c.protective', 20)})"
        ),
    ),
    _signed(
        "with_an_outline_plan",
        NO_OUTLINE,
        _of_children(
            "c.decision IN ('plan', 'continue')"
            " AND NOT EXISTS (SELECT 1 FROM cases_outlineaction o WHERE o.conference_child_id = c.id)"
        ),
    ),
    _signed(
        "with_every_view",
        NO_VIEWS,
        _of_children(
            """EXISTS (SELECT 1 FROM cases_conferenceinvitation i
                WHERE i.conference_id = NEW.id AND i.agency_id IS NOT NULL AND i.attendance = 'attended'
                  AND NOT EXISTS (SELECT 1 FROM cases_thresholdview v
                                  WHERE v.conference_child_id = c.id AND v.invitation_id = i.id))"""
        ),
    ),
    _signed(
        "with_everybody_accounted",
        NOT_ACCOUNTED,
        f"""{_SIGNED_NOW} AND (
            EXISTS (SELECT 1 FROM cases_conferenceinvitation i WHERE i.conference_id = NEW.id AND i.attendance = '')
            OR EXISTS (SELECT 1 FROM cases_conferencefamily f
                       WHERE f.conference_id = NEW.id AND f.attendance = '' AND f.left_out_reason = ''))""",  # noqa: S608
    ),
    _signed(
        "with_the_family",
        NO_FAMILY,
        f"""{_SIGNED_NOW} AND NOT EXISTS (SELECT 1 FROM cases_conferencefamily f WHERE f.conference_id = NEW.id)
            AND EXISTS (
                SELECT 1 FROM cases_conferencechild c JOIN frontdoor_relationship r ON r.child_id = c.child_id
                WHERE c.conference_id = NEW.id AND r.ended_on IS NULL)""",  # noqa: S608
    ),
    _signed(
        "by_the_chair",
        SIGNED_BY_THE_CHAIR,
        f"{_SIGNED_NOW} AND (NEW.signed_by_id <> NEW.chair_id OR {is_not_the_actor('NEW.signed_by_id')})",
    ),
    refuses(
        "conference_record_stays",
        sentence=RECORD_STAYS,
        operation=pgtrigger.Update,
        when="""
            OLD.signed_at IS NOT NULL
            AND to_jsonb(NEW) - ARRAY['version', 'letters_sent_on', 'letters_sent_by_id', 'circulated_on',
                                      'circulated_by_id']
            IS DISTINCT FROM to_jsonb(OLD) - ARRAY['version', 'letters_sent_on', 'letters_sent_by_id', 'circulated_on',
                                                   'circulated_by_id']
        """,
    ),
]

CHILD_RULES: list[Any] = [
    stays("conference_child_stays"),
    refuses(
        "conference_child_comes_of_something",
        sentence=COMES_OF,
        operation=_BOTH,
        when=f"""
            NOT {BRINGING_IN} AND (TG_OP = 'INSERT' OR (NEW.enquiry_id, NEW.plan_id, NEW.referral_id)
                IS DISTINCT FROM (OLD.enquiry_id, OLD.plan_id, OLD.referral_id))
            AND NOT EXISTS (
                SELECT 1 FROM cases_conference k
                JOIN frontdoor_referral r ON r.id = NEW.referral_id AND r.child_id = NEW.child_id
                     AND r.closed_on IS NULL AND NOT r.no_further_action
                LEFT JOIN cases_section47 s ON s.id = NEW.enquiry_id AND s.child_id = NEW.child_id
                     AND s.outcome = 'icpc' AND s.proposed_on IS NOT NULL
                LEFT JOIN cases_plan p ON p.id = NEW.plan_id AND p.child_id = NEW.child_id AND p.kind = 'cp'
                     AND p.ended_on IS NULL
                WHERE k.id = NEW.conference_id AND CASE k.kind
                    WHEN 'review' THEN p.id IS NOT NULL AND NEW.enquiry_id IS NULL
                    WHEN 'transfer' THEN NEW.enquiry_id IS NULL AND NEW.plan_id IS NULL
                    ELSE s.id IS NOT NULL AND NEW.plan_id IS NULL END)
        """,  # noqa: S608 - no user's text
    ),
    refuses(
        "conference_child_convened_once",
        sentence=CONVENED_ALREADY,
        operation=pgtrigger.Insert,
        when=f"""
            NOT {BRINGING_IN} AND EXISTS (
                SELECT 1 FROM cases_conferencechild c JOIN cases_conference k ON k.id = c.conference_id
                WHERE c.child_id = NEW.child_id AND c.conference_id <> NEW.conference_id
                  AND k.signed_at IS NULL AND k.called_off_at IS NULL)
        """,  # noqa: S608 - no user's text
    ),
    refuses(
        "conference_child_chair_is_independent",
        sentence=CHAIR_NOT_INDEPENDENT,
        operation=pgtrigger.Insert,
        when=f"""
            NOT {BRINGING_IN} AND EXISTS (
                SELECT 1 FROM cases_conference k
                WHERE k.id = NEW.conference_id AND {is_tied("k.chair_id", "NEW")})
        """,  # noqa: S608 - no user's text
    ),
    refuses(
        "conference_child_decides_its_kind",
        sentence=DECIDES_ITS_KIND,
        operation=_BOTH,
        when="""
            NEW.decision <> '' AND EXISTS (
                SELECT 1 FROM cases_conference k WHERE k.id = NEW.conference_id
                  AND (k.kind = 'review') <> (NEW.decision IN ('continue', 'end')))
        """,
    ),
    refuses(
        "conference_decision_needs_quorum",
        sentence=NO_QUORUM,
        operation=_BOTH,
        when=f"""
            {_DECIDED_NOW} AND EXISTS (
                SELECT 1 FROM cases_conference k
                WHERE k.id = NEW.conference_id
                  AND (k.held_on IS NULL OR k.alone_reason = '' AND NOT {quorate("k.id", "k.chair_id")}))
        """,  # noqa: S608 - no user's text
    ),
    refuses(
        "conference_decided_by_the_chair",
        sentence=DECIDED_BY_THE_CHAIR,
        operation=_BOTH,
        when=f"""
            {_DECIDED_NOW} AND ({is_not_the_actor("NEW.decided_by_id")} OR EXISTS (
                SELECT 1 FROM cases_conference k
                WHERE k.id = NEW.conference_id AND k.chair_id <> NEW.decided_by_id))
        """,  # noqa: S608 - no user's text
    ),
    refuses(
        "conference_child_under_four",
        sentence=UNDER_FOUR,
        operation=_BOTH,
        when=f"""
            NEW.participation = 'PN0' AND EXISTS (
                SELECT 1 FROM frontdoor_person p JOIN cases_conference k ON k.id = NEW.conference_id
                WHERE p.id = NEW.child_id AND p.birth_date + interval '4 years' <= coalesce(k.held_on, {TODAY_SQL}))
        """,  # noqa: S608 - no user's text
    ),
    refuses(
        "conference_child_meets_on_working_days",
        sentence=NOT_ON_A_FREE_DAY,
        operation=_BOTH,
        when=f"""
            {_DECIDED_NOW} AND EXISTS (
                SELECT 1 FROM cases_conference k
                WHERE k.id = NEW.conference_id AND (
                    NEW.core_group_on <= k.held_on OR NEW.review_on <= k.held_on
                    OR NEW.core_group_on IS NOT NULL AND {free_day("NEW.core_group_on")}
                    OR NEW.review_on IS NOT NULL AND {free_day("NEW.review_on")}))
        """,  # noqa: S608 - no user's text
    ),
]
