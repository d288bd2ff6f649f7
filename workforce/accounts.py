"""Who is behind a session: the worker with team, roles and authority, read in one query."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import BigIntegerField, DateField, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from frontdoor.core.policy import Authority
from frontdoor.core.prepared import Prepared
from workforce.models import Worker


def _signed_in(_: None, *, pk: Any, today: Any) -> QuerySet:
    frame = Subquery(Authority.objects.values(frame=JSONObject(name="name", mark="mark"))[:1])
    found = Worker.objects.let_in(today).with_roles(today).with_stand_ins(today).annotate(authority_frame=frame)
    return found.filter(pk=pk)


SIGNED_IN = Prepared(_signed_in, pk=BigIntegerField(), today=DateField())


class WorkerBackend(AuthenticationBackend):
    """Sign-in by e-mail; nobody past the last day, no partner of an agency out of use and not the system."""

    def get_user(self, user_id: int) -> Worker | None:
        found = SIGNED_IN.ask(pk=user_id, today=timezone.localdate())
        return found[0] if found else None

    def user_can_authenticate(self, user: Worker) -> bool:
        return super().user_can_authenticate(user) and Worker.objects.let_in(timezone.localdate()).contains(user)
