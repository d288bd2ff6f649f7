"""Writing that is not finished: kept on the server as it is typed, and given back after anything that interrupts it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.http import QueryDict
from django.urls import reverse

from frontdoor.core.prepared import Prepared, ask

SECRETS = ("csrf", "password", "secret", "otp", "token")

KEPT_FOR = timedelta(days=180)
"""A draft that nobody has touched for half a year will not be sent; it still names people."""

Typed = dict[str, list[str]]


class DraftQuerySet(models.QuerySet):
    """Drafts belong to the worker who types them, and to nobody else."""

    def of(self, worker: Any) -> "DraftQuerySet":
        return self.filter(worker_id=worker.pk).order_by("-updated_at")

    def known(self) -> "DraftQuerySet":
        """Those of a form that keeps drafts."""
        return self.filter(form__in=_kinds)

    def untouched_since(self, moment: datetime) -> "DraftQuerySet":
        return self.filter(updated_at__lt=moment)


class Draft(models.Model):
    """One unfinished form of one worker; ``subject_id`` is the record it is about, 0 for a new one.

    A draft is deleted when its form is submitted, so a submitted draft never comes back.
    """

    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drafts")
    form = models.CharField(max_length=63)
    subject_id = models.BigIntegerField(default=0)
    data = models.JSONField(default=dict)
    started_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "form", "subject_id"], name="draft_one_a_form", condition=~Q(subject_id=0)
            )
        ]
        indexes = [models.Index(fields=["worker", "-updated_at"], name="draft_worker")]

    def __str__(self) -> str:
        return f"{self.form} {self.pk}"

    @property
    def kind(self) -> "DraftKind":
        """What the form is called and where it is taken up again. Raises KeyError for a form that keeps no drafts."""
        return _kinds[self.form]


class HeldQuerySet(models.QuerySet):
    """Each worker's own."""

    def of(self, worker: Any) -> "HeldQuerySet":
        return self.filter(worker=worker).order_by("-pk")

    def held_before(self, moment: datetime) -> "HeldQuerySet":
        return self.filter(held_at__lt=moment)


class HeldSubmission(models.Model):
    """What somebody sent after the session had ended; only the same worker gets it back, after signing in."""

    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=500)
    fields = models.JSONField()
    held_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = HeldQuerySet.as_manager()

    def __str__(self) -> str:
        return f"held {self.pk}"


def keep(*, worker: Any, form: str, subject_id: int, data: dict[str, Any], now: datetime) -> Draft:
    """Store what has been typed so far about an existing record."""
    draft, _ = Draft.objects.update_or_create(
        worker=worker, form=form, subject_id=subject_id, defaults={"data": data, "updated_at": now}
    )
    return draft


def discard(*, worker: Any, form: str, subject_id: int) -> None:
    """Forget a draft, because its form was submitted or its writer says so."""
    Draft.objects.filter(worker=worker, form=form, subject_id=subject_id).delete()


def typed(post: QueryDict) -> Typed:
    """What was typed into a form, as it can be stored: no secrets, no token of the page, no NUL bytes."""
    return {
        name: [value.replace("\x00", "") for value in values]
        for name, values in post.lists()
        if not any(secret in name.lower() for secret in SECRETS)
    }


def as_post(kept: Mapping[str, list[str]]) -> QueryDict:
    """What was kept, as a form takes it in again."""
    post = QueryDict(mutable=True)
    for name, values in kept.items():
        post.setlist(name, values)
    return post


def begin(*, worker: Any, form: str, data: dict[str, Any], now: datetime) -> Draft:
    """Start a draft about something that does not exist yet."""
    return Draft.objects.create(worker=worker, form=form, data=data, updated_at=now)


def _own(_: None, *, draft: Any, worker: Any, form: Any) -> models.QuerySet:
    return Draft.objects.filter(pk=draft, worker_id=worker, form=form)


_OWN = Prepared(_own, draft=models.BigIntegerField(), worker=models.BigIntegerField(), form=models.TextField())


def open_draft(draft_id: int, *, worker: Any, form: str) -> Draft:
    """A worker's own draft of a form. Raises Draft.DoesNotExist."""
    found = _OWN.ask(draft=draft_id, worker=worker.pk, form=form)
    if not found:
        raise Draft.DoesNotExist
    return found[0]


_SENT = "DELETE FROM frontdoor_draft WHERE id = %(draft)s::bigint RETURNING id"


def sent(draft: Draft) -> None:
    """Forget a draft without files whose form has become a record."""
    ask(_SENT, {"draft": draft.pk})


def change(draft_id: int, *, worker: Any, form: str, now: datetime, how: Callable[[dict[str, Any]], object]) -> Draft:
    """Let ``how`` change the data of a worker's own draft, one hand at a time. Raises Draft.DoesNotExist."""
    with transaction.atomic():
        draft = Draft.objects.select_for_update().get(pk=draft_id, worker=worker, form=form)
        how(draft.data)
        draft.updated_at = now
        draft.save(update_fields=["data", "updated_at"])
    return draft


@dataclass(frozen=True, kw_only=True)
class DraftKind:
    """A form that keeps drafts: its name on the list of drafts, and where a draft is taken up again."""

    form: str
    title: str
    url: Callable[[Draft], str]


_kinds: dict[str, DraftKind] = {}


def register(kind: DraftKind) -> None:
    """Make a form's drafts known to autosave and to the list; a later kind of the same form replaces it."""
    _kinds[kind.form] = kind


def register_page(form: str, *, title: str, page: str) -> None:
    """Make the drafts of a form about one record known; they are taken up again on the page of this URL name."""
    register(DraftKind(form=form, title=title, url=lambda draft: reverse(page, args=[draft.subject_id])))


def kind_of(form: str) -> DraftKind | None:
    """The kind of a form's drafts, None when no form of that name keeps any."""
    return _kinds.get(form)
