"""What makes a family known, asked of its own records: the one checker of form, act and trigger (domain.md L46)."""

import pgtrigger

from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import refuses
from frontdoor.models.rights import holds, is_not_the_actor

NAMES_SOMEBODY = (
    "The family can be known from this text. Take out names, dates of birth, numbers, postcodes, addresses and "
    "telephone numbers."
)
PUBLISHED_STAYS = "A good example that was put forward stays as it is. Take it out and put another forward."
BY_ANOTHER = "Somebody other than who put it forward must publish a good example."
PUBLISHED_IN_PERSON = "A manager or an auditor publishes a good example, in person."
PUT_FORWARD_IN_PERSON = "A good example is put forward by whoever signs for it."

_SIGNS = r"[^[:alnum:]\u00c0-\u1fff\u2c00-\u2fff\u3040-\ud7ff\uf900-\uffff]+"
"""What stands between words, whatever the alphabet: an apostrophe parts a name from what follows it."""

_BETWEEN = r"[\s./-]*(of|,)?[\s./-]*"


def _people(family: str, plan: str) -> str:
    """SQL: ids of the children of a document or a plan, their adults, and who shares adults or a home with them."""
    return f"""
        SELECT child.id, r.adult_id, brother.child_id, other.person_id FROM (
            SELECT s.child_id AS id FROM cases_childsection s WHERE s.family_id = {family}
            UNION SELECT a.child_id FROM cases_assessment a WHERE a.family_id = {family}
            UNION SELECT c.child_id FROM cases_planchild c WHERE c.document_id = {plan}
        ) AS child
        LEFT JOIN frontdoor_relationship r ON r.child_id = child.id
        LEFT JOIN frontdoor_relationship brother ON brother.adult_id = r.adult_id
        LEFT JOIN frontdoor_householdmember home ON home.person_id = child.id
        LEFT JOIN frontdoor_householdmember other ON other.household_id = home.household_id
    """  # noqa: S608 - columns of ours


def kinds_found(*, text: str, family: str, plan: str) -> str:
    """SQL: what in a text (SQL) makes the family of a document or a plan (SQL of their ids) known, each kind once."""
    return rf"""
        WITH known AS (
            SELECT p.* FROM frontdoor_person p WHERE p.id IN (
                SELECT unnest(ARRAY[one.id, one.adult_id, one.child_id, one.person_id])
                FROM ({_people(family, plan)}) AS one
                UNION SELECT s.adult_id FROM cases_adultsection s WHERE s.family_id = {family})
        ),
        living AS (
            SELECT a.* FROM frontdoor_address a WHERE a.person_id IN (SELECT id FROM known) OR a.household_id IN (
                SELECT m.household_id FROM frontdoor_householdmember m WHERE m.person_id IN (SELECT id FROM known))
        ),
        said AS (
            SELECT lower({text}) AS words, regexp_replace(upper({text}), '[^0-9A-Z]', '', 'g') AS signs,
                   regexp_replace({text}, '[^0-9]', '', 'g') AS digits, frontdoor_address_key({text}) AS places,
                   ARRAY(SELECT frontdoor_name_key(word) FROM regexp_split_to_table({text}, '{_SIGNS}') word) AS named
        )
        SELECT 'a name' FROM known, said,
            regexp_split_to_table(concat_ws(' ', given_names, family_name, also_known_as), '{_SIGNS}') AS word
        WHERE length(word) > 1 AND (
            frontdoor_name_key(word) <> '' AND frontdoor_name_key(word) = ANY (named)
            OR word ~ '[^ -~]' AND position(lower(word) IN words) > 0)
        UNION SELECT 'a date of birth' FROM known, said WHERE words ~ (
            '\m0?' || to_char(birth_date, 'FMDD') || '(st|nd|rd|th)?{_BETWEEN}(0?' || to_char(birth_date, 'FMMM')
            || '|' || to_char(birth_date, 'mon') || '[a-z]*){_BETWEEN}(' || to_char(birth_date, 'YYYY') || '|'
            || to_char(birth_date, 'YY') || ')\M|\m' || to_char(birth_date, 'YYYY') || '[-./ ]0?'
            || to_char(birth_date, 'FMMM') || '[-./ ]0?' || to_char(birth_date, 'FMDD') || '\M|\m'
            || to_char(birth_date, 'mon') || '[a-z]*{_BETWEEN}0?' || to_char(birth_date, 'FMDD')
            || '(st|nd|rd|th)?{_BETWEEN}' || to_char(birth_date, 'YYYY') || '\M')
        UNION SELECT 'an NHS number or UPN' FROM known, said, unnest(ARRAY[nhs_number, upn]) AS number
        WHERE length(number) > 4
          AND position(regexp_replace(upper(number), '[^0-9A-Z]', '', 'g') IN signs) > 0
        UNION SELECT 'a telephone number' FROM known, said
        WHERE length(regexp_replace(telephone, '[^0-9]', '', 'g')) > 5
          AND position(right(regexp_replace(telephone, '[^0-9]', '', 'g'), 9) IN digits) > 0
        UNION SELECT 'a postcode' FROM living, said
        WHERE postcode <> '' AND position(replace(postcode, ' ', '') IN signs) > 0
        UNION SELECT 'an address' FROM living, said, regexp_split_to_table(lines, '[,\n]') AS line
        WHERE length(frontdoor_address_key(line)) > 5 AND position(frontdoor_address_key(line) IN places) > 0
    """  # noqa: S608 - columns of ours


_TOLD = "NEW.text || ' ' || NEW.why"
_NEWLY = "NEW.published_at IS NOT NULL AND OLD.published_at IS NULL"
_KEPT = "text, why, part, family_id, plan_id, proposed_by_id, proposed_at"
_SIGNER = "NEW.published_by_id"

EXEMPLAR_RULES = [
    refuses(
        "exemplar_names_nobody",
        sentence=NAMES_SOMEBODY,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=f"""
            NEW.withdrawn_at IS NULL
            AND EXISTS ({kinds_found(text=f"({_TOLD})", family="NEW.family_id", plan="NEW.plan_id")})
        """,
    ),
    refuses(
        "exemplar_published_in_person",
        sentence=PUBLISHED_IN_PERSON,
        operation=pgtrigger.Update,
        when=f"""
            {_NEWLY} AND NOT {BRINGING_IN} AND ({is_not_the_actor(_SIGNER)} OR NOT
            {holds(_SIGNER, "practice_manager", "service_manager", "auditor", at="clock_timestamp()")})
        """,
    ),
    refuses(
        "exemplar_put_forward_in_person",
        sentence=PUT_FORWARD_IN_PERSON,
        operation=pgtrigger.Insert,
        when=f"NOT {BRINGING_IN} AND ({is_not_the_actor('NEW.proposed_by_id')} OR NEW.published_at IS NOT NULL)",
    ),
    refuses(
        "exemplar_stays",
        sentence=PUBLISHED_STAYS,
        operation=pgtrigger.Update,
        when=f"""
            ({", ".join(f"NEW.{name}" for name in _KEPT.split(", "))})
            IS DISTINCT FROM ({", ".join(f"OLD.{name}" for name in _KEPT.split(", "))})
            OR OLD.withdrawn_at IS NOT NULL
            OR (OLD.published_at IS NOT NULL AND NEW.published_at IS DISTINCT FROM OLD.published_at)
        """,
    ),
]
