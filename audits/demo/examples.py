"""Good examples from which nobody can be known: most are published, one waits for a second person."""

from datetime import timedelta
from typing import Any

from django.db.models import Model

from audits.demo.world import World
from cases.actions import exemplars
from cases.models import FamilyAssessment, PlanDocument
from cases.models.exemplars import ExemplarPart
from cases.permissions import PROPOSE_EXEMPLAR
from frontdoor.core.permissions import may
from frontdoor.core.roles import AUDITOR
from workforce.models import Worker

LIFE = (
    "Is up at six, before anybody else. Dresses the little one, finds something for breakfast and goes to school on "
    "foot, late on three days of five. After school waits at the library until it shuts, because nobody is in before "
    "seven. What this child likes best of the day is the walk home with a friend."
)
RISK = (
    "The child is hurt when the adults fight on nights of drinking, about twice a month since spring. It is likely to "
    "happen again, because nothing that led to it has changed. What protects is a neighbour who takes the child in. "
    "What is not known is who else comes to the flat."
)
CONCLUSION = (
    "School, health visitor and neighbour tell of the same evenings. The parent loves this child and sees it, and yet "
    "does not leave the relationship. The child cannot wait until that is settled: the evenings have to be safe now."
)
OUTCOME = "Sleeps through school nights in a bed of their own, and is at school before the bell on four days of five."
ACTION = (
    "The school nurse sees the child each Monday before lessons, weighs them if they agree and writes what they ate "
    "at the weekend. We will know by her record; checked by the social worker on the first of the month."
)

EXAMPLES = (
    (ExemplarPart.LIFE, LIFE, "It follows one day hour by hour and says what the child likes, not what adults do."),
    (ExemplarPart.RISK, RISK, "Harm, how often, how likely, what protects and what is not known: each is there."),
    (ExemplarPart.CONCLUSION, CONCLUSION, "It weighs what was heard against itself and ends with what has to change."),
    (ExemplarPart.OUTCOME, OUTCOME, "Somebody can see whether it is so, and it is about the child's own life."),
    (ExemplarPart.ACTION, ACTION, "It says who, when, how it is known and who checks, and no parent is set a test."),
)
OF_PLANS = {ExemplarPart.OUTCOME, ExemplarPart.ACTION}


def show(world: World) -> None:
    """Put each forward from an assessment or a plan of the authority, and publish all but the last of them."""
    family, plan = _first(FamilyAssessment, "opened_by"), _first(PlanDocument, "started_by")
    auditor = Worker.objects.holding(AUDITOR.code, world.on).order_by("pk").first()
    for number, (part, text, why) in enumerate(EXAMPLES):
        source = plan if part in OF_PLANS else family
        if source is None or auditor is None:
            continue
        by = plan.started_by if plan and source == plan else source.opened_by
        about = {"plan_id": source.pk} if source == plan else {"family_id": source.pk}
        at = world.now - timedelta(days=20 - number)
        row = exemplars.propose(by=by, now=at, part=part, text=text, why=why, **about)
        if number + 1 < len(EXAMPLES):
            exemplars.publish(by=auditor, now=at + timedelta(days=1), exemplar_id=row.pk)


def _first(model: type[Model], author: str) -> Any:
    """The first whose author puts forward examples still: on some days that of the very first has left."""
    rows = model._default_manager.select_related(author).order_by("pk")
    return next((row for row in rows.iterator(100) if may(getattr(row, author), PROPOSE_EXEMPLAR)), None)
