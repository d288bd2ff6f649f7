"""What several pages of a child open alike."""

from frontdoor.core.looking import Openable
from frontdoor.models import Person

CHILD = Openable(lambda viewer: Person.objects.visible_to(viewer).children(), people=lambda row: [row.pk])
