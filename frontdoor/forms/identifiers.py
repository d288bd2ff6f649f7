"""Numbers with a check digit, and postcodes: typed as people write them, refused where a sign is wrong."""

from typing import Any

from django.core.exceptions import ValidationError
from stdnum.gb import nhs, upn

from frontdoor.core.conditions import NO_POSTCODE
from frontdoor.core.search import POSTCODE, postcode_key

WRONG_NHS_NUMBER = "Check the NHS number: it has 10 digits and one is wrong"
WRONG_UPN = "Check the pupil number: it is a letter and 12 digits, and one is wrong"


def nhs_number(typed: str) -> str | None:
    """The ten digits, None where nothing was typed. Raises ValidationError."""
    return _checked(typed, nhs, WRONG_NHS_NUMBER)


def pupil_number(typed: str) -> str | None:
    """The letter and twelve digits, None where nothing was typed. Raises ValidationError."""
    return _checked(typed, upn, WRONG_UPN)


def postcode(typed: str) -> str:
    """A postcode of the United Kingdom as it is stored, empty where nothing was typed. Raises ValidationError."""
    closed_up = " ".join(typed.split())
    if closed_up and not POSTCODE.fullmatch(closed_up):
        raise ValidationError(NO_POSTCODE.rstrip("."))
    return postcode_key(closed_up)


def _checked(typed: str, kind: Any, sentence: str) -> str | None:
    if not typed:
        return None
    if not kind.is_valid(typed):
        raise ValidationError(sentence)
    return kind.compact(typed)
