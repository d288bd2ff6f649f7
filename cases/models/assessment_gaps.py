"""What an assessment of a family still lacks, as one piece of SQL.

The matrix on the page, the sentence that refuses and the trigger on the row all ask it (domain.md S9 to S13).
"""

from cases.models.assessment_words import DIMENSIONS
from cases.smart import NO_LETTER, same_words

VOICE_WORDS = 30
"""Words that a child's own words, or what was observed of it, need at the least (S10)."""
ANALYSIS, STATEMENT, SHORT = 40, 20, 5
"""Characters that a part needs to count as written."""

OF_EACH_CHILD = {
    "seen": "Seen, by whom, and alone",
    "words": "The child's own words",
    "day": "A day in this child's life",
    "strengths": "Strengths",
    "danger": "Danger",
    "needs": "Developmental needs",
    "parenting": "Parenting",
    "surroundings": "Family and surroundings",
    "risk": "Risk statement",
    "analysis": "Analysis",
    "outcome": "Outcome",
    "factors": "Factors",
}
"""The parts of a child's own section, in the order of the page."""

NOT_COVERED = (
    "This assessment is not whole. Every child of the household, each parent and carer, the history and each risk that "
    "was raised must be answered first."
)


def _stands(row: str, day: str) -> str:
    return (
        f"({row}.started_on IS NULL OR {row}.started_on <= {day})"
        f" AND ({row}.ended_on IS NULL OR {row}.ended_on > {day})"
    )


def _people(family: str, day: str) -> str:
    """SQL: the common table expressions ``children`` and ``adults`` of a document on a day, and those on which they
    stand. Children as ``households.children_of_household`` counts them; whoever was left out stays among them."""
    young = f"(p.birth_date > ({day} - interval '18 years')::date OR p.birth_date IS NULL AND p.is_child)"
    return f"""
        assessed AS (SELECT a.child_id AS id FROM cases_assessment a WHERE a.family_id = {family}),
        together AS (
            SELECT DISTINCT m.person_id AS id FROM frontdoor_householdmember m
            WHERE {_stands("m", day)} AND m.household_id IN (
                SELECT h.household_id FROM frontdoor_householdmember h
                WHERE {_stands("h", day)} AND (
                    h.person_id IN (SELECT id FROM assessed)
                    OR h.person_id IN (
                        SELECT r.adult_id FROM frontdoor_relationship r JOIN frontdoor_person b ON b.id = r.child_id
                        WHERE r.kind = 'mother' AND b.birth_date_known = 'unborn' AND {_stands("r", day)}
                          AND r.child_id IN (SELECT id FROM assessed))))),
        children AS (
            SELECT p.id, p.birth_date_known FROM frontdoor_person p
            WHERE p.id IN (SELECT id FROM assessed)
               OR p.merged_into_id IS NULL AND {young} AND (p.death_date IS NULL OR p.death_date >= {day})
                  AND (p.id IN (SELECT id FROM together)
                       OR p.birth_date_known = 'unborn' AND EXISTS (
                            SELECT 1 FROM frontdoor_relationship r
                            WHERE r.child_id = p.id AND r.kind = 'mother' AND {_stands("r", day)}
                              AND r.adult_id IN (SELECT id FROM together)))),
        written AS (
            SELECT c.* FROM children c WHERE NOT EXISTS (
                SELECT 1 FROM cases_childsection s
                WHERE s.family_id = {family} AND s.child_id = c.id AND s.left_out_on IS NOT NULL)),
        adults AS (
            SELECT p.id FROM frontdoor_person p
            WHERE p.merged_into_id IS NULL AND (p.death_date IS NULL OR p.death_date >= {day})
              AND (p.id IN (SELECT id FROM together) AND NOT {young}
                OR p.id IN (
                    SELECT r.adult_id FROM frontdoor_relationship r
                    WHERE r.child_id IN (SELECT id FROM written) AND {_stands("r", day)}
                      AND (r.kind IN ('mother', 'father', 'step_parent', 'partner', 'guardian', 'foster_carer')
                           OR r.parental_responsibility = 'yes' OR r.lives_with_child))))
    """  # noqa: S608 - no value of a user stands in this text


def _things(family: str) -> str:
    """SQL: what the system knows from before about the children (S13), and the risks raised at their contacts (S12)."""
    return f"""
        opened AS (SELECT f.opened_on AS day FROM cases_familyassessment f WHERE f.id = {family}),
        past AS (
            SELECT 'contact' AS kind, k.contact_id AS id, k.child_id FROM frontdoor_contactchild k
            JOIN frontdoor_contact t ON t.id = k.contact_id
            WHERE k.child_id IN (SELECT id FROM written)
              AND (t.received_at AT TIME ZONE 'Europe/London')::date <= (SELECT day FROM opened)
              AND NOT EXISTS (
                SELECT 1 FROM cases_assessment a JOIN frontdoor_referral r ON r.id = a.referral_id
                WHERE a.family_id = {family} AND r.contact_id = t.id)
            UNION ALL
            SELECT 'assessment', a.id, a.child_id FROM cases_assessment a
            WHERE a.child_id IN (SELECT id FROM written) AND a.family_id IS DISTINCT FROM {family}
              AND a.started_on <= (SELECT day FROM opened)
            UNION ALL
            SELECT 'plan', n.id, n.child_id FROM cases_plan n
            WHERE n.child_id IN (SELECT id FROM written) AND n.started_on <= (SELECT day FROM opened)
            UNION ALL
            SELECT 'enquiry', s.id, s.child_id FROM cases_section47 s
            WHERE s.child_id IN (SELECT id FROM written) AND s.started_on <= (SELECT day FROM opened)),
        raised AS (
            SELECT g.id FROM frontdoor_riskflag g
            WHERE EXISTS (
                SELECT 1 FROM frontdoor_contactchild k
                WHERE k.contact_id = g.contact_id AND k.child_id IN (SELECT id FROM written))
              AND (g.contact_id IN (
                    SELECT r.contact_id FROM cases_assessment a JOIN frontdoor_referral r ON r.id = a.referral_id
                    WHERE a.family_id = {family})
                OR (g.raised_at AT TIME ZONE 'Europe/London')::date >= (
                    SELECT min(a.referral_received_on) FROM cases_assessment a WHERE a.family_id = {family})))
    """  # noqa: S608 - no value of a user stands in this text


def _has(column: str, characters: int) -> str:
    return f"length(trim({column})) >= {characters}"


def _graded(family: str, domain: str) -> str:
    wanted = next(dimensions for known, dimensions in DIMENSIONS.items() if known == domain)
    named = ", ".join(f"'{one.value}'" for one in wanted)
    return f"""(SELECT count(*) FROM cases_assessedneed d
                 WHERE d.family_id = {family} AND d.child_id = c.id AND d.dimension IN ({named})) = {len(wanted)}"""  # noqa: S608 - no user's text


def _of_a_sibling(family: str) -> str:
    """SQL: the words of the child ``c`` are those of another child of the document (S10), signs and capitals aside."""
    return f"""EXISTS (
                 SELECT 1 FROM cases_childsection z
                 WHERE z.family_id = {family} AND z.child_id <> c.id AND z.left_out_on IS NULL
                   AND {same_words("z.words", "s.words")})"""  # noqa: S608 - no user's text


def _parts(family: str) -> str:
    """SQL: the pairs of a part and whether it is written, of the child ``c`` with its rows ``s``, ``k`` and ``n``."""
    unborn = "c.birth_date_known = 'unborn'"
    spoken = f"""(SELECT count(*) FROM regexp_split_to_table(s.words, '[[:space:]]+') AS word
                 WHERE word !~ '{NO_LETTER}')"""  # noqa: S608 - no user's text
    risk = [_has("k.harm", STATEMENT), _has("k.by_whom", 2), "k.likelihood <> ''", "k.severity <> ''"]
    risk += [_has("k.protective", SHORT), _has("k.unknowns", SHORT)]
    alone = f"s.seen_alone IS NOT NULL AND (s.seen_alone OR {_has('s.why_not_alone', SHORT)})"
    return ", ".join(
        f"('{part}', {done})"
        for part, done in {
            "seen": f"{unborn} OR s.seen_on IS NOT NULL AND {_has('s.seen_by', 2)} AND {alone}",
            "words": f"s.words_whose <> '' AND {spoken} >= {VOICE_WORDS} AND NOT {_of_a_sibling(family)}",
            "day": _has("s.day", ANALYSIS),
            "strengths": _has("s.strengths", STATEMENT),
            "danger": _has("s.danger", STATEMENT),
            "needs": _graded(family, "needs"),
            "parenting": _graded(family, "parenting"),
            "surroundings": _graded(family, "surroundings"),
            "risk": " AND ".join(risk),
            "analysis": _has("n.analysis", ANALYSIS),
            "outcome": "n.outcome <> ''",
            "factors": "c.id NOT IN (SELECT id FROM assessed) OR cardinality(n.factors) > 0",
        }.items()
    )


def listing_sql(family: str, day: str) -> str:
    """SQL: everything a document answers for, as rows of ``part, child_id, adult_id, thing_id, done``.

    ``family`` and ``day`` are SQL expressions: the id of the document, and the day on which it is asked. A child who
    is left out has one row, ``left_out``; history is ``contact``, ``assessment``, ``plan`` and ``enquiry``.
    """
    none = "NULL::bigint"
    return f"""
        WITH {_people(family, day)}, {_things(family)}
        SELECT v.part, c.id AS child_id, {none} AS adult_id, {none} AS thing_id, coalesce(v.done, false) AS done
        FROM written c
        LEFT JOIN cases_childsection s ON s.family_id = {family} AND s.child_id = c.id
        LEFT JOIN cases_childrisk k ON k.family_id = {family} AND k.child_id = c.id
        LEFT JOIN cases_childconclusion n ON n.family_id = {family} AND n.child_id = c.id
        CROSS JOIN LATERAL (VALUES {_parts(family)}) AS v(part, done)
        UNION ALL
        SELECT 'left_out', c.id, {none}, {none}, true FROM children c WHERE c.id NOT IN (SELECT id FROM written)
        UNION ALL
        SELECT 'adult', {none}, p.id, {none}, EXISTS (
            SELECT 1 FROM cases_adultsection x WHERE x.family_id = {family} AND x.adult_id = p.id
              AND ({_has("x.account", ANALYSIS)} OR {_has("x.why_not", STATEMENT)}))
        FROM adults p
        UNION ALL
        SELECT h.kind, min(h.child_id), {none}, h.id, EXISTS (
            SELECT 1 FROM cases_historyconsidered y WHERE y.family_id = {family} AND CASE h.kind
                WHEN 'contact' THEN y.contact_id WHEN 'assessment' THEN y.assessment_id
                WHEN 'plan' THEN y.plan_id ELSE y.enquiry_id END = h.id)
        FROM past h GROUP BY h.kind, h.id
        UNION ALL
        SELECT 'flag', {none}, {none}, g.id, EXISTS (
            SELECT 1 FROM cases_flaganswer w WHERE w.family_id = {family} AND w.flag_id = g.id)
        FROM raised g
    """  # noqa: S608 - no value of a user stands in this text


def has_gaps(family: str, day: str) -> str:
    """SQL: whether something of a document is not answered."""
    return f"EXISTS (SELECT 1 FROM ({listing_sql(family, day)}) AS gaps WHERE NOT gaps.done)"  # noqa: S608 - no user's text
