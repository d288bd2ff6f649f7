"""The second sending of a form is answered as the first was: it ends on the same page, and nothing happens twice.

This stands before every view, so that no view has to know what it looks like after its own act: a request that was
decided, a draft that has been sent and is gone, a record that may no longer be changed.
"""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from frontdoor.core import idempotency, sending
from frontdoor.core.idempotency import SentBefore, SomebodyElsesForm, SubmittedForm
from frontdoor.core.prepared import ask
from frontdoor.core.sending import Sending

AGAIN = "You have sent this form more than once. It counts once."
SEE_OTHER = (302, 303)
MY_WORK = "/"
_LOCK = "SELECT pg_advisory_lock(hashtextextended(%(key)s::text, 0))"
_UNLOCK = "SELECT pg_advisory_unlock(hashtextextended(%(key)s::text, 0))"


class SentAgainMiddleware:
    """Answers a form that has been acted on as it was answered then.

    Of two sendings on their way at the same time the second waits for the first. The same key with other answers is
    another act: the page says that it was not done, and keeps what was typed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sent = sending.of(request)
        if sent is None:
            return self.get_response(request)
        with _one_at_a_time(sent), sending.under_way(sent):
            response = self.get_response(request)
            if sent.led_to_an_act:
                place = sent.place or (response["Location"] if response.status_code in SEE_OTHER else "")
                idempotency.led_to(sent, place[: idempotency.LONGEST_PLACE])
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        sent = sending.current()
        if sent is None:
            return None
        try:
            form = sent.used = SubmittedForm.objects.of(sent)
        except SomebodyElsesForm as other:
            raise Http404 from other
        if form is None:
            return None
        sent.is_spent = not form.holds(sent.content)
        if sent.is_spent or not form.place:
            return None
        messages.success(request, AGAIN)
        return HttpResponseRedirect(form.place)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A spent form on a page that has nowhere to show it again: on to what the form led to, with the reason."""
        sent = sending.current()
        if sent is None or not isinstance(exception, SentBefore):
            return None
        form = sent.used
        messages.warning(request, exception.reason)
        return HttpResponseRedirect(form.place if form is not None and form.place else MY_WORK)


@contextlib.contextmanager
def _one_at_a_time(sent: Sending) -> Iterator[None]:
    key = {"key": str(sent.key)}
    ask(_LOCK, key)
    try:
        yield
    finally:
        with contextlib.suppress(DatabaseError):
            ask(_UNLOCK, key)
