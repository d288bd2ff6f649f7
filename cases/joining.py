"""A child who joins a household is part of its assessment from that moment (domain.md S9)."""

from cases.actions.assessment_families import open_again_for
from frontdoor.core import arrivals
from frontdoor.models import Person


@arrivals.hears
def a_child_joins(person: Person) -> None:
    """Open a submitted assessment of the household again."""
    open_again_for(person)
