"""Documents on a child's record, each version as it was filed."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone

from frontdoor.models import Document, DocumentVersion
from tests.factories.base import RecordFactory, as_somebody
from tests.factories.people import ChildFactory
from tests.factories.workers import social_worker
from tests.rows import bringing_in

WHY = "The school sent it again with the missing page."


class DocumentFactory(RecordFactory):
    """A school report without any version yet."""

    class Meta:
        model = Document

    child = factory.SubFactory(ChildFactory)
    kind = "school"
    title = factory.Sequence(lambda n: f"School report {n}")
    filed_by = factory.LazyFunction(social_worker)


class VersionFactory(RecordFactory):
    """The first version of a document, dated ten days ago; brought in, as somebody else has filed it."""

    class Meta:
        model = DocumentVersion

    document = factory.SubFactory(DocumentFactory)
    number = 1
    dated_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=10))
    from_whom = "Head teacher, Invented Primary School"
    filed_by = factory.SelfAttribute("document.filed_by")
    name = "report.pdf"
    file = factory.django.FileField(data=b"%PDF-1.7 invented")
    kind = "application/pdf"
    size = 17
    digest = factory.Sequence(lambda n: f"{n:064x}")
    scan = "no_scanner"

    class Params:
        second = factory.Trait(number=2, why=WHY)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        with as_somebody(), bringing_in():
            return super()._create(model_class, *args, **kwargs)


def two_versions(**given: Any) -> Document:
    """A document with a second version."""
    first = VersionFactory(**given)
    VersionFactory(document=first.document, second=True)
    return first.document
