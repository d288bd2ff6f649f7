"""What every factory shares: rows are written as the system unless somebody acts."""

from contextlib import AbstractContextManager
from functools import cache
from typing import Any, ClassVar

import factory
from django.db import transaction

from frontdoor.core import acting
from workforce.models import Worker

SIGNED = "_signed_in_person"


@cache
def the_system() -> Worker:
    """The worker in whose name jobs act, whom the migrations made: read once."""
    return Worker.objects.the_system()


def as_somebody() -> AbstractContextManager[None]:
    """Acting as whoever acts already, else as the system."""
    return acting.acting_as(acting.current() or the_system())


class SignedFactory:
    """Writes a row in the name of whoever signs it: the column ``_signed_by``; before another factory in the bases."""

    _signed_by = "recorded_by"

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        with acting.acting_as(kwargs[cls._signed_by]):
            return super()._create(model_class, *args, **kwargs)  # type: ignore[misc]

    @classmethod
    def _signer(cls, model_class: Any, kwargs: dict[str, Any]) -> Any:
        return kwargs[cls._signed_by]


class WholeFactory:
    """Writes a row and what belongs to it in one transaction; before the other factories in the bases."""

    @classmethod
    def _generate(cls, strategy: str, params: Any) -> Any:
        with transaction.atomic():
            return super()._generate(strategy, params)  # type: ignore[misc]


class OfFactory:
    """Writes a row in the name of whoever wrote the row it belongs to: ``_of`` and its signer; before RecordFactory."""

    _of, _signed_by = "override", "requested_by"

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        with acting.acting_as(getattr(kwargs[cls._of], cls._signed_by)):
            return super()._create(model_class, *args, **kwargs)  # type: ignore[misc]


@cache
def bound(model_class: Any) -> tuple[str, ...]:
    """The columns of a table in which whoever writes the row signs it (``frontdoor/models/signing.py``)."""
    signed = [rule.func for rule in getattr(model_class._meta, "triggers", []) if rule.name.endswith(SIGNED)]
    asked = "NEW.{} IS NOT NULL AND NEW.{}::text IS DISTINCT FROM"
    fields = model_class._meta.concrete_fields
    return tuple(field.name for field in fields if any(asked.format(*[field.column] * 2) in rule for rule in signed))


class RecordFactory(factory.django.DjangoModelFactory):
    """Saves through the model, in the name of whoever signs the row, else of the acting worker or of the system."""

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        signer = cls._signer(model_class, kwargs)
        with acting.acting_as(signer) if signer else as_somebody():
            return super()._create(model_class, *args, **kwargs)

    @classmethod
    def _signer(cls, model_class: Any, kwargs: dict[str, Any]) -> Any:
        return next((kwargs[name] for name in bound(model_class) if kwargs.get(name)), None)


class InTurnFactory(RecordFactory):
    """Writes a row, and then each later signature with its columns in the name of who signs it.

    ``_later`` holds those columns by signer, in turn.
    """

    class Meta:
        abstract = True

    _later: ClassVar[dict[str, tuple[str, ...]]] = {}

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        turns = {
            by: {name: kwargs.pop(name) for name in (by, *rest) if name in kwargs} for by, rest in cls._later.items()
        }
        row = super()._create(model_class, *args, **kwargs)
        for by, signed in turns.items():
            if signed.get(by) is None:
                continue
            for name, value in signed.items():
                setattr(row, name, value)
            with acting.acting_as(signed[by]):
                row.save()
        return row
