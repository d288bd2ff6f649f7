"""Who is behind a session: the worker with team and roles, read in one query."""

from allauth.account.auth_backends import AuthenticationBackend
from django.utils import timezone

from workforce.models import Worker


class WorkerBackend(AuthenticationBackend):
    """Sign-in by e-mail; a worker past the last day, or the system itself, has no session."""

    def get_user(self, user_id: int) -> Worker | None:
        today = timezone.localdate()
        return Worker.objects.in_post(today).with_roles(today).filter(pk=user_id).first()

    def user_can_authenticate(self, user: Worker) -> bool:
        today = timezone.localdate()
        return super().user_can_authenticate(user) and not user.is_system and (user.ended_on or today) >= today
