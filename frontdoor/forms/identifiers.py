"""Numbers with a check digit: typed as people write them, refused where a digit is wrong."""

from typing import Any

from django.core.exceptions import ValidationError
from stdnum.gb import nhs, upn

WRONG_NHS_NUMBER = "Check the NHS number: it has 10 digits and one is wrong"
WRONG_UPN = "Check the pupil number: it is a letter and 12 digits, and one is wrong"


def nhs_number(typed: str) -> str | None:
    """The ten digits, None where nothing was typed. Raises ValidationError."""
    return _checked(typed, nhs, WRONG_NHS_NUMBER)


def pupil_number(typed: str) -> str | None:
    """The letter and twelve digits, None where nothing was typed. Raises ValidationError."""
    return _checked(typed, upn, WRONG_UPN)


def _checked(typed: str, kind: Any, sentence: str) -> str | None:
    if not typed:
        return None
    if not kind.is_valid(typed):
        raise ValidationError(sentence)
    return kind.compact(typed)
