"""Which assessments wait because the family took its agreement back: the rule of ``agreement_rules``, for people."""

from django.db.models import Exists, OuterRef, Q, Subquery

from cases.models import AgreementDecision, Assessment, EmergencyPower, FamilyAssessment, Section47
from cases.models.agreement_gone import AfterAgreement
from cases.models.assessment_words import AssessmentOutcome
from cases.models.assessments import AssessmentQuerySet
from frontdoor.models import ConsentEvent, ConsentMatter
from frontdoor.models.consent import AGREED, ConsentKind
from frontdoor.models.matters import ConsentMatterQuerySet, MatterDecision
from frontdoor.models.strategy_grounds import pursued

MORE = (AssessmentOutcome.CHILD_IN_NEED, AssessmentOutcome.PROTECTION)
"""Outcomes that go on with a family; an assessment that ends without agreement has none of them."""


def waiting(rows: AssessmentQuerySet) -> AssessmentQuerySet:
    """Those on which nothing is written until a manager has decided (C08); a fixed number of questions."""
    nobody = asks_nobody(child="child", referral="referral", contact="referral__contact")
    return rows.open().filter(~nobody, Exists(_upheld()))


def waits(assessment: Assessment) -> bool:
    """As ``waiting``, of one."""
    return waiting(Assessment.objects.filter(pk=assessment.pk)).exists()


def asks_nobody(*, child: str, referral: str, contact: str) -> Q:
    """As ``agreement_rules.asks_nobody``, of rows with these columns."""
    return (
        Q(Exists(Section47.objects.asking_nobody().filter(referral=OuterRef(referral))))
        | Q(Exists(EmergencyPower.objects.confirmed().filter(child=OuterRef(child))))
        | Q(Exists(pursued(OuterRef(contact)).filter(child=OuterRef(child))))
    )


def _upheld() -> ConsentMatterQuerySet:
    """Of the assessment outside: each no that a manager upheld since it began, with nothing said or decided since."""
    said, whose = OuterRef("refusal__happened_at"), OuterRef("refusal__given_by")
    again = ConsentEvent.objects.filter(
        Q(happened_at__gt=said) | Q(happened_at=said, pk__gt=OuterRef("refusal_id")),
        Q(given_by=whose) | Q(given_by=None, child=whose),
        child=OuterRef("child"),
        kind=ConsentKind.SERVICE,
        status__in=AGREED,
    )
    answered = ConsentMatter.objects.filter(refusal=OuterRef("refusal"), decision=MatterDecision.RELY)
    decided = AgreementDecision.objects.filter(
        assessment=OuterRef(OuterRef("pk")), recorded_at__gte=OuterRef("decided_at")
    )
    upheld = ConsentMatter.objects.filter(
        child=OuterRef("child"),
        kind=ConsentKind.SERVICE,
        decision=MatterDecision.STOP,
        decided_at__date__gte=OuterRef("started_on"),
    )
    return upheld.filter(~Exists(answered), ~Exists(again), ~Exists(decided))


def recorded_by(rows: AssessmentQuerySet, worker_id: int) -> bool:
    """Whether a worker recorded a no for which one of the assessments waits."""
    return waiting(rows).filter(Exists(_upheld().filter(refusal__recorded_by=worker_id))).exists()


def document_waits(family: FamilyAssessment) -> bool:
    """Whether every open assessment of a document waits, so that nothing is written of the family as a whole."""
    own = family.assessments.all()
    return waiting(own).exists() and own.open().count() == waiting(own).count()


def ends_with_more(family: FamilyAssessment) -> bool:
    """Whether a manager decided that an open assessment of a document ends, and it concludes in a plan all the same."""
    latest = AgreementDecision.objects.filter(assessment=OuterRef("pk")).order_by("-pk").values("decision")[:1]
    ends = family.assessments.open().annotate(decided=Subquery(latest)).filter(decided=AfterAgreement.ENDS)
    concluded = family.conclusions.filter(child__in=ends.values("child"), outcome__in=MORE)
    return concluded.exists()
