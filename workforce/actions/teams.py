"""Teams are founded, renamed and given up."""

from datetime import date
from typing import Any

from frontdoor.core.actions import NotPossible, action
from frontdoor.core.versions import lock_untouched
from workforce.models import Team, Worker

STILL_WORKING = "People still work in this team. Move them first."


@action
def add(*, by: Worker, **about: Any) -> Team:
    """Found a team. Raises ValidationError where the name is taken."""
    team = Team(**about)
    team.full_clean()
    team.save()
    return team


@action
def change(*, by: Worker, team: Team, version: int, on: date, ended_on: date | None = None, **about: Any) -> Team:
    """Change a team; one with a day from which it is no longer used must be empty. Raises Stale, NotPossible."""
    said = about | {"ended_on": ended_on}
    row = lock_untouched(Team.objects.all(), team.pk, version=version, fields=said)
    if ended_on is not None and Worker.objects.in_post(on).filter(team=row).exists():
        raise NotPossible(STILL_WORKING, field="ended_on")
    for name, value in said.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    return row
