"""Rules of the children in need census about people and episodes (domain.md 4.3, by number), as the rows hold them.

A row with a key of the former system was imported as it was; what is wrong with it is said when it is brought in.
"""

from collections.abc import Iterable

import pgtrigger
from django.db import models
from django.db.models import Q

from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import refuses
from frontdoor.models.birth_dates import CARRIED, LONG_BEFORE_BIRTH
from frontdoor.models.person_choices import Ethnicity, Sex

CODES = "Choose a code of the census."
ANOTHER_EPISODE = (
    "A case of this child was open on that day. A new one begins on the day on which the last one closed, or later."
)
NO_PUPIL_NUMBER = "A pupil number is a letter and 12 digits, and one of them is wrong."


def _newly(*columns: str) -> str:
    """SQL: the row is new, or one of these columns has another value than before."""
    new, old = (", ".join(f"{row}.{column}" for column in columns) for row in ("NEW", "OLD"))
    return f"(TG_OP = 'INSERT' OR ({new}) IS DISTINCT FROM ({old}))"


_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_SUM = " + ".join(f"substr(NEW.upn, {place}, 1)::int * {place}" for place in range(2, 13))
_LAST = f"""13 * (CASE WHEN NEW.upn ~ '[0-9]$' THEN right(NEW.upn, 1)::int
                              ELSE strpos('{_LETTERS}', right(NEW.upn, 1)) - 1 END)"""

PUPIL_NUMBER = refuses(
    "person_pupil_number_is_whole",  # 1510
    sentence=NO_PUPIL_NUMBER,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("upn"),
    when=f"""
        NEW.upn IS NOT NULL AND {_newly("upn")} AND NOT {BRINGING_IN} AND (CASE
            WHEN NEW.upn !~ '^[{_LETTERS}][0-9]{{11}}[0-9{_LETTERS}]$' THEN true
            ELSE substr('{_LETTERS}', 1 + ({_SUM} + {_LAST}) % 23, 1) <> left(NEW.upn, 1) END)
    """,
)

EPISODE_RULES = [
    # 8815 is referral_one_open_a_child; 8816, 8820.
    refuses(
        "referral_after_the_last_one",
        sentence=ANOTHER_EPISODE,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("received_on", "closed_on", "no_further_action"),
        when=f"""
            NEW.legacy_key IS NULL AND NOT NEW.no_further_action AND NOT {BRINGING_IN}
            AND {_newly("received_on", "closed_on", "no_further_action")} AND EXISTS (
                SELECT 1 FROM frontdoor_referral r
                WHERE r.child_id = NEW.child_id AND r.id <> NEW.id AND NOT r.no_further_action
                  AND (r.closed_on IS NOT NULL OR NEW.closed_on IS NOT NULL)
                  AND r.received_on <= coalesce(r.closed_on, r.received_on)
                  AND NEW.received_on <= coalesce(NEW.closed_on, NEW.received_on)
                  AND daterange(r.received_on, r.closed_on) && daterange(NEW.received_on, NEW.closed_on))
        """,  # noqa: S608 - no value of a user stands in this text
    ),
    # 8606.
    refuses(
        "referral_not_long_before_birth",
        sentence=LONG_BEFORE_BIRTH,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("received_on"),
        when=f"""
            NEW.legacy_key IS NULL AND {_newly("received_on")} AND NOT {BRINGING_IN} AND EXISTS (
                SELECT 1 FROM frontdoor_person p
                WHERE p.id = NEW.child_id AND p.birth_date_known = 'exact'
                  AND NEW.received_on < p.birth_date - {CARRIED.days})
        """,  # noqa: S608 - no value of a user stands in this text
    ),
]


def of_the_census(name: str, *, imported: str, **codes: Iterable[str]) -> models.CheckConstraint:
    """Each column holds one of its codes; an imported row keeps what it came with. ``imported`` is its key's column."""
    known = Q(**{f"{column}__in": list(values) for column, values in codes.items()})
    condition = Q(**{f"{imported}__isnull": False}) | known
    return models.CheckConstraint(name=name, condition=condition, violation_error_message=CODES)


PERSON_CODES = of_the_census(
    "person_codes_of_the_census", imported="legacy_id", sex=Sex.values, ethnicity=Ethnicity.values
)
