"""Looking for a child whom a partner named: with what was told at first, then with other words."""

from frontdoor.core.search import Wanted, digits
from frontdoor.forms.search import without_wildcards
from frontdoor.models import ToldPerson


def wanted(told: ToldPerson) -> Wanted:
    """Everything that was told by which somebody can be found."""
    return Wanted(
        given_names=without_wildcards(told.given_names),
        family_name=without_wildcards(told.family_name),
        birth_date=told.birth_date,
        postcode=told.postcode,
        address=told.address_lines,
        telephone=digits(told.telephone),
        identifier=told.nhs_number or told.upn or "",
    )


def as_typed(told: ToldPerson) -> dict[str, object]:
    """The same as the answers of the search form, to be changed and sent again."""
    return {
        "given_names": told.given_names,
        "family_name": told.family_name,
        "birth_date": told.birth_date,
        "home": ", ".join(filter(None, [told.address_lines, told.postcode])),
        "telephone": told.telephone,
        "identifier": told.nhs_number or told.upn or "",
    }
