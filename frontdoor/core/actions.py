"""The shape of every act: keyword-only, one transaction, in somebody's name."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from frontdoor.core.acting import acting_as
from frontdoor.core.idempotency import taken
from frontdoor.core.sending import under_way
from frontdoor.core.working_days import CannotBeDated

Result = TypeVar("Result")


def action(act: Callable[..., Result]) -> Callable[..., Result]:
    """Run ``act`` whole or not at all, with its ``by`` as the acting worker, once for a form however often it is sent.

    An act that starts a clock whose end cannot be worked out is NotPossible, with the sentence of what is missing.
    """

    @wraps(act)
    def run(*, by: Any, **named: Any) -> Result:
        try:
            with acting_as(by), taken(by):
                return act(by=by, **named)
        except CannotBeDated as missing:
            raise NotPossible(str(missing)) from missing

    return run


def inquiry(look: Callable[..., Result]) -> Callable[..., Result]:
    """Run ``look`` as ``action`` does, and nothing in it as what a form was sent for."""

    @wraps(look)
    def run(*, by: Any, **named: Any) -> Result:
        with acting_as(by), under_way(None):
            return look(by=by, **named)

    return run


class NotPossible(ValidationError):
    """An act refused by a rule, with the sentence for the page and the form field it belongs to, if any.

    A rule that needs a class of its own subclasses this one.
    """

    sentence = ""

    def __init__(self, sentence: str = "", *, field: str = NON_FIELD_ERRORS) -> None:
        self.field = field
        super().__init__({field: [sentence or self.sentence]})

    @property
    def reason(self) -> str:
        return str(self.messages[0])
