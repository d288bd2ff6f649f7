"""Acts of the library of good examples as their pages send them (see sending.py)."""

from collections.abc import Callable

from cases.models import Exemplar
from tests.factories import plans as made
from tests.factories import workers
from tests.factories.assessments import begun
from tests.factories.exemplars import TEXT, WHY, ExemplarFactory
from tests.law.sending import Act, of

ANSWERS = {"part": "life", "text": TEXT, "why": WHY}


def put_forward_from_an_assessment() -> Act:
    page = of("exemplar_family", begun().pk)
    return Act(by=workers.auditor(), page=page, answers=ANSWERS, rows=Exemplar.objects.all())


def put_forward_from_a_plan() -> Act:
    action = made.written()
    page = of("exemplar_plan", made.document_of(action).pk)
    return Act(by=action.written_by, page=page, answers=ANSWERS, rows=Exemplar.objects.all())


def publish_an_example() -> Act:
    row = ExemplarFactory(plan=made.document_of(made.written()))
    page = of("exemplar", row.pk)
    return Act(
        by=workers.auditor(),
        page=page,
        answers={"decision": "publish"},
        rows=Exemplar.objects.published(),
        to=of("exemplar_decide", row.pk),
    )


ACTS: dict[str, Callable[[], Act]] = {
    make.__name__: make for make in (put_forward_from_an_assessment, put_forward_from_a_plan, publish_an_example)
}
