"""K21 and K23: what was looked into and came to nothing, by the manager who decided the contact (letter L19, L53).

A share is no verdict on one decision: an assessment can be right and find that no help is needed. Limits say which
manager's share lies beyond what chance explains around that of all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from audits.indicators.dispensation import Share, shares_of
from audits.indicators.windows import Window
from cases.models import Assessment, Plan, Section47
from cases.models.assessments import AssessmentOutcome
from frontdoor.models import Referral
from frontdoor.models.referrals import ClosureReason

WEEKS = 52
NO_DECISION = "No decision on a contact recorded"
ALL, NOTHING, NOBODY = "all", "nothing", "none"


@dataclass(frozen=True, kw_only=True)
class Proportion:
    """One share of work that came to nothing: the rows that ended on a day (``ended``), and which of them did."""

    key: str
    code: str
    name: str
    definition: str
    of_words: str
    had_words: str
    of: Callable[[Any], QuerySet]
    ended: str
    nothing: Q

    def rows(self, reader: Any, window: Window) -> QuerySet:
        """The denominator: ended in the window, of what ``reader`` may open; each says who decided the
        contact (``decider``)."""
        span = {f"{self.ended}__gte": window.since, f"{self.ended}__lt": window.until}
        return self.of(reader).filter(**span).annotate(decider=F("referral__contact__decided_by"))

    def only(self, rows: QuerySet, *, manager: str, which: str) -> QuerySet:
        """Those of one manager (an id, "none" where no contact or no decision is recorded), or that came to nothing."""
        if manager == NOBODY:
            rows = rows.filter(decider__isnull=True)
        elif manager.isascii() and manager.isdigit():
            rows = rows.filter(decider=int(manager))
        return rows.filter(self.nothing) if which == NOTHING else rows

    def by_manager(self, reader: Any, window: Window) -> list[Share]:
        """Each deciding manager's share with limits around that of all, the largest number first; one query."""
        name = {
            "given": F("referral__contact__decided_by__given_names"),
            "surname": F("referral__contact__decided_by__family_name"),
        }
        counted = {"of": Count("pk"), "had": Count("pk", filter=self.nothing)}
        rows = self.rows(reader, window).order_by().values("decider", **name).annotate(**counted)
        found = shares_of(
            rows,
            key="decider",
            name=lambda row: f"{row['given']} {row['surname']}" if row["decider"] else NO_DECISION,
        )
        return sorted(found, key=lambda share: (-share.had, -share.of, share.name))


def _enquiries(reader: Any) -> QuerySet:
    """Those whose end is known: a conference was held, or none was needed."""
    plans = Plan.objects.filter(referral_id=OuterRef("referral_id"), started_on__gte=OuterRef("started_on"))
    known = Section47.objects.filter(Q(conference_not_needed=True) | Q(conference_on__isnull=False))
    return known.filter(referral__in=Referral.objects.visible_to(reader)).annotate(has_plan=Exists(plans))


ASSESSMENTS = Proportion(
    key="assessments",
    code="K23",
    name="Assessments that ended in no further action",
    definition=(
        "Of the assessments that a manager authorised in these weeks, those that found no need of support from social "
        "care, or whose case was then closed after assessment without further action."
    ),
    of_words="Assessments",
    had_words="No further action",
    of=Assessment.objects.visible_to,
    ended="authorised_on",
    nothing=Q(outcome=AssessmentOutcome.NO_SUPPORT)
    | Q(referral__closure_reason=ClosureReason.NO_FURTHER_ACTION, referral__closed_on__gte=F("authorised_on")),
)

ENQUIRIES = Proportion(
    key="enquiries",
    code="K21",
    name="Section 47 enquiries that ended in no further action",
    definition=(
        "Of the section 47 enquiries begun in these weeks whose end is recorded, those after which no conference was "
        "needed and no plan was made."
    ),
    of_words="Enquiries",
    had_words="No further action",
    of=_enquiries,
    ended="started_on",
    nothing=Q(conference_not_needed=True, has_plan=False),
)

PROPORTIONS = {measure.key: measure for measure in (ASSESSMENTS, ENQUIRIES)}
