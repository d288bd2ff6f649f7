"""What a page about a home would carry."""

from frontdoor.actions.households import Dwelling, place_of
from frontdoor.models import Household


def version_of(home: Household) -> int:
    """Of the address that a page opened now moves a household from."""
    return Dwelling(place_of(home)).version
