"""How far two reviewers agree who rated the same referrals without seeing each other's code."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from nltk.metrics.agreement import AnnotationTask

from frontdoor.models import ContactReview
from frontdoor.models.contact_reviews import ContactReviewQuerySet, ReviewStage

MINIMUM = 20
"""Fewer pairs than this give no kappa: it would say more about chance than about the reviewers."""


@dataclass(frozen=True)
class Agreement:
    """So many pairs of codes, so many of them the same; kappa leaves out what chance alone would make the same."""

    pairs: int
    same: int
    kappa: float | None
    differences: list[tuple[str, str, int]]

    @property
    def per_cent(self) -> int | None:
        """The exact agreement in per cent; None without a pair."""
        return round(100 * self.same / self.pairs) if self.pairs else None


def pairs_of(reviews: ContactReviewQuerySet) -> list[tuple[str, str]]:
    """The first and the second code of each contact of ``reviews`` that was rated twice.

    A first code can be corrected only before the second is given, so its latest is what the second was blind to.
    """
    first = ContactReview.objects.filter(contact_id=OuterRef("contact_id"), stage=ReviewStage.FIRST)
    latest = first.order_by("-reviewed_at", "-pk").values("code")[:1]
    second = reviews.filter(stage=ReviewStage.SECOND).annotate(first_code=Subquery(latest))
    return list(second.order_by("pk").values_list("first_code", "code"))


def of(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """The agreement of pairs of codes; kappa only from MINIMUM pairs on, and only where more than one code was used."""
    same = sum(first == second for first, second in pairs)
    apart = Counter((first, second) for first, second in pairs if first != second)
    differences = [(*codes, number) for codes, number in sorted(apart.items(), key=lambda each: (-each[1], each[0]))]
    used = {code for pair in pairs for code in pair}
    enough = len(pairs) >= MINIMUM and len(used) > 1
    return Agreement(len(pairs), same, _kappa(pairs) if enough else None, differences)


def _kappa(pairs: Sequence[tuple[str, str]]) -> float:
    ratings = [
        (rater, str(number), code)
        for number, pair in enumerate(pairs)
        for rater, code in zip(("first", "second"), pair, strict=True)
    ]
    return round(AnnotationTask(data=ratings).kappa(), 2)
