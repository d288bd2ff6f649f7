"""A form sent twice is one act: the second sending gets the first one's answer.

`core/sending.py` knows which form a request has sent. Every act behind one takes the form's key in its own transaction,
so that the key and the act stand or fall together; where the page led is written once it has answered.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.db.models.functions import Now

from frontdoor.core import sending
from frontdoor.core.acting import acting_as
from frontdoor.core.prepared import Prepared, ask
from frontdoor.core.sending import Sending

LONGEST_PLACE = 500


class SubmittedFormQuerySet(models.QuerySet["SubmittedForm"]):
    def used_before(self, moment: datetime) -> "SubmittedFormQuerySet":
        return self.filter(at__lt=moment)

    def of(self, sent: Sending) -> "SubmittedForm | None":
        """The form that was sent, if it has been acted on. Raises SomebodyElsesForm."""
        form = next(iter(_BY_KEY.ask(key=sent.key)), None)
        if form is not None and form.worker_id != sent.worker.pk:
            raise SomebodyElsesForm
        return form


class SubmittedForm(models.Model):
    """The key of a form that has been acted on, what was in it, and where its answer is.

    ``content`` is a digest of what was sent (empty: not known), ``place`` the address that the page led to (empty: to
    none yet).
    """

    key = models.UUIDField(primary_key=True)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answer = models.BigIntegerField(null=True)
    content = models.CharField(max_length=64, default="", db_default="")
    place = models.CharField(max_length=LONGEST_PLACE, default="", db_default="")
    at = models.DateTimeField(db_default=Now(), editable=False)

    objects = SubmittedFormQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.key)

    def holds(self, content: str) -> bool:
        """Whether it was sent with the same answers, as far as is known."""
        return not (self.content and content) or self.content == content


_BY_KEY = Prepared(lambda _, key: SubmittedForm.objects.filter(pk=key), key=models.UUIDField())
_TAKE = """
    INSERT INTO frontdoor_submittedform (key, worker_id, answer, content)
    VALUES (%(key)s::uuid, %(worker)s::bigint, %(answer)s::bigint, %(content)s::text) RETURNING key
"""
_LED_TO = """
    UPDATE frontdoor_submittedform SET place = %(place)s::text WHERE key = %(key)s::uuid AND place = '' RETURNING key
"""


class SomebodyElsesForm(ValueError):
    """A form key that another worker has already used."""


class SentBefore(ValidationError):
    """A form that is spent: acted on with other answers, or with the same ones but without a page to lead to."""

    SAME = "You have sent this form before. It is recorded."
    OTHER = (
        "You have sent this form before, with other answers. Those are recorded and these are not. "
        "Read what is recorded. If these are needed too, send them again."
    )

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__({NON_FIELD_ERRORS: [reason]})


def once(*, key: UUID, by: Any, act: Callable[[], models.Model | None]) -> int | None:
    """Run ``act`` the first time ``key`` is seen and return its row's id; afterwards return the same id and do nothing.

    A sending that arrives while the first is still under way waits for it. Raises SomebodyElsesForm, and SentBefore
    for a form whose answers have changed since.
    """
    sent = sending.current()
    if sent is not None and sent.key == key:
        return _once_sent(sent, by, act)
    with transaction.atomic():
        made = SubmittedForm.objects.bulk_create([SubmittedForm(key=key, worker=by)], ignore_conflicts=True)
        form = SubmittedForm.objects.select_for_update(no_key=True).get(pk=made[0].pk)
        if form.worker_id != by.pk:
            raise SomebodyElsesForm
        if form.answer is None:
            row = act()
            form.answer = row.pk if row is not None else 0
            form.save(update_fields=["answer"])
        return form.answer


def _once_sent(sent: Sending, by: Any, act: Callable[[], models.Model | None]) -> int | None:
    """As ``once`` for the form of a page, which this request alone holds (``sent_again``)."""
    if sent.is_spent:
        raise SentBefore(SentBefore.OTHER)
    if sent.used is not None:
        return sent.used.answer
    with acting_as(by, whole=True), sending.acting_on(sent):
        row = act()
        answer = row.pk if row is not None else 0
        _take(sent, by, answer=answer)
    sent.led_to_an_act = row is not None
    return answer


def _take(sent: Sending, by: Any, *, answer: int) -> None:
    ask(_TAKE, {"key": sent.key, "worker": by.pk, "answer": answer, "content": sent.content})


@contextmanager
def taken(by: Any) -> Iterator[None]:
    """The body is an act by ``by``: the first one behind the form that this request has sent takes the form's key.

    Nothing is taken where no form was sent, and nothing stays taken when the act fails. Raises SentBefore.
    """
    sent = sending.current()
    if sent is None or sent.is_taken or sent.worker.pk != by.pk:
        yield
        return
    if sent.used is not None:
        raise SentBefore(SentBefore.OTHER if sent.is_spent else SentBefore.SAME)
    with sending.acting_on(sent):
        _take(sent, by, answer=0)
        yield
    sent.led_to_an_act = True


def led_to(sent: Sending, place: str) -> None:
    """Remember where the page led after the act behind a form; the first answer stands."""
    ask(_LED_TO, {"key": sent.key, "place": place})
