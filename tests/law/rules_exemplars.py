"""Lines of the constraints law for the library of good examples."""

from typing import Any

from frontdoor.core import acting
from tests.factories.cases import PlanFactory
from tests.factories.exemplars import TEXT, ExemplarFactory
from tests.factories.people import ChildFactory
from tests.factories.plans import DocumentFactory, PartFactory
from tests.factories.workers import practice_manager
from tests.law.rule import NOW, Rule, the

NEXT = {"version": lambda row: row.version + 1}


def of_a_named_child() -> Any:
    document = DocumentFactory()
    child = ChildFactory(given_names="Wrenna", family_name="Inventedly")
    PartFactory(document=document, plan=PlanFactory(referral__child=child, kind=document.kind))
    return ExemplarFactory(plan=document)


def own() -> Any:
    """Put forward by whoever acts."""
    return ExemplarFactory(proposed_by=acting.current())


def of_a_manager() -> Any:
    return ExemplarFactory(proposed_by=practice_manager())


RULES: dict[str, Rule] = {
    "exemplar_says_something": Rule(own, {"text": "Too short."}, on="insert"),
    "exemplar_says_why": Rule(own, {"why": "It is good."}, on="insert"),
    "exemplar_of_one_source": Rule(own, {"plan_id": None}, on="insert"),
    "exemplar_published_by_somebody": Rule(
        ExemplarFactory, {"published_by_id": lambda row: practice_manager().pk} | NEXT, on="update"
    ),
    "exemplar_published_by_another": Rule(
        of_a_manager, {"published_at": NOW, "published_by": the("proposed_by")} | NEXT, on="signed"
    ),
    "exemplar_withdrawn_whole": Rule(ExemplarFactory, {"withdrawn_at": NOW} | NEXT, on="update"),
    "exemplar_names_nobody": Rule(of_a_named_child, {"text": f"{TEXT} She is Wrenna's sister."}, on="insert"),
    "exemplar_put_forward_in_person": Rule(ExemplarFactory, on="forged"),
    "exemplar_published_in_person": Rule(
        ExemplarFactory,
        {"published_at": NOW, "published_by_id": lambda row: practice_manager().pk} | NEXT,
        on="update",
    ),
    "exemplar_stays": Rule(ExemplarFactory, {"why": f"{TEXT} Changed."} | NEXT, on="update"),
}
