"""What dispensing with consent is: agencies may be asked although nobody who may agree has agreed (K13, L17, L59).

Said once, for every figure and every list: an override stands among the events of consent like a section 47 enquiry
or a court order, each asked for by one and signed by another.
"""

from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, CharField, F, Func, Q, When

from frontdoor.models.consent import NOBODY_ASKED, ConsentKind, ConsentStatus

DISPENSES = NOBODY_ASKED | {ConsentStatus.OVERRIDDEN}

DISPENSED = Q(kind=ConsentKind.CHECKS, status__in=sorted(DISPENSES))
"""Of the events of consent, those by which it was dispensed with."""

SIGNER = "recorded_by"
"""Who answers for it."""

ASKER = "override__requested_by"
"""Who asked that person to, where two were needed."""

_CODE = CharField(max_length=17)

GROUND = Func(
    Case(
        When(status=ConsentStatus.OVERRIDDEN, then=F("override__reason_codes")),
        default=Func(F("status"), function="ARRAY", template="%(function)s[%(expressions)s]"),
        output_field=ArrayField(_CODE),
    ),
    function="unnest",
    output_field=_CODE,
)
"""Each ground of a dispensing, a row each: the reasons of an override, else what made consent unnecessary."""
