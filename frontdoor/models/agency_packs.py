"""The quarterly pack for one agency: figures as they stood when it was issued, and examples that name nobody (L58)."""

from datetime import date, datetime

import pgtrigger
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from frontdoor.core.conditions import at_least, both_or_neither
from frontdoor.core.records import BRINGING_IN, TrackedQuerySet, TrackedRecord
from frontdoor.core.refusals import refuses
from frontdoor.models.agencies import Agency
from frontdoor.models.contact_reviews import ContactReview
from frontdoor.models.signing import signed_in_person

EXAMPLES_EACH_WAY = 3

ISSUED_STAYS = "A pack that was issued cannot be changed."
QUARTER_NOT_OVER = "A pack is issued when its quarter is over."
STORY_TOO_SHORT = "Tell the example in at least 40 characters."
CONFIRMED_BY_ANOTHER = "Somebody other than the writer must confirm that an example names nobody."
CONFIRMED_STAYS = "An example that was confirmed cannot be changed."
NOT_AN_EXAMPLE = "Choose a reviewed contact of this agency and quarter whose code is of that kind."


class Way(models.TextChoices):
    """The two ways in which a referral can miss the threshold."""

    OVER = "over", "Did not need a referral to us"
    UNDER = "under", "Should have come earlier, or at a higher level"


_ISSUED_STAYS = refuses(
    "pack_stays_as_issued",
    sentence=ISSUED_STAYS,
    operation=pgtrigger.Update,
    when="""
        OLD.issued_at IS NOT NULL
        OR (NEW.agency_id, NEW.quarter_from) IS DISTINCT FROM (OLD.agency_id, OLD.quarter_from)
    """,
)

_ISSUED_AFTER_THE_QUARTER = refuses(
    "pack_issued_after_its_quarter",
    sentence=QUARTER_NOT_OVER,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when="(NEW.issued_at AT TIME ZONE 'Europe/London')::date < (NEW.quarter_from + interval '3 months')::date",
)


class AgencyPack(TrackedRecord):
    """One agency's pack for one quarter. ``issued_at`` is the moment as at which its figures are counted, always.

    ``letterhead`` holds the names as they then were, ``digest`` is that of its content, so that a later copy can be
    seen to be the same.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="packs")
    quarter_from = models.DateField()
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(null=True, editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    letterhead = models.JSONField(default=dict, blank=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta(TrackedRecord.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "quarter_from"],
                name="pack_once_a_quarter",
                violation_error_message="This agency already has a pack for that quarter.",
            ),
            models.CheckConstraint(
                name="pack_of_a_whole_quarter",
                condition=Q(quarter_from__day=1, quarter_from__month__in=(1, 4, 7, 10)),
                violation_error_message="A quarter begins on 1 January, April, July or October.",
            ),
            models.CheckConstraint(
                name="pack_issued_by_somebody",
                condition=both_or_neither("issued_at", "issued_by")
                & (Q(issued_at__isnull=True, digest="") | Q(issued_at__isnull=False) & ~Q(digest="")),
            ),
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            _ISSUED_STAYS,
            _ISSUED_AFTER_THE_QUARTER,
            signed_in_person("pack_signed_in_person", "begun_by_id", "issued_by_id"),
        ]

    def __str__(self) -> str:
        return f"pack {self.pk}"

    @property
    def quarter_ends(self) -> date:
        """The first day that no longer belongs to the quarter."""
        return self.quarter_from + relativedelta(months=3)


_EXAMPLE_FITS = refuses(
    "example_is_of_the_pack",
    sentence=NOT_AN_EXAMPLE,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when="""
        NOT EXISTS (
            SELECT 1 FROM frontdoor_agencypack p, frontdoor_contactreview r
            JOIN frontdoor_contact c ON c.id = r.contact_id
            WHERE p.id = NEW.pack_id AND r.id = NEW.review_id AND c.agency_id = p.agency_id
              AND (c.received_at AT TIME ZONE 'Europe/London')::date >= p.quarter_from
              AND (c.received_at AT TIME ZONE 'Europe/London')::date < (p.quarter_from + interval '3 months')::date
              AND (NEW.way = 'over' AND r.code LIKE 'I%' OR NEW.way = 'under' AND r.code = 'U'))
    """,
)

_EXAMPLE_STAYS = refuses(
    "example_stays_as_confirmed",
    sentence=CONFIRMED_STAYS,
    operation=pgtrigger.Update,
    when="OLD.confirmed_at IS NOT NULL",
)

_NOT_AFTER_ISSUE = refuses(
    "example_before_the_pack_is_issued",
    sentence=ISSUED_STAYS,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        NOT {BRINGING_IN} AND EXISTS (
            SELECT 1 FROM frontdoor_agencypack p WHERE p.id = NEW.pack_id AND p.issued_at IS NOT NULL)
    """,  # noqa: S608 - a setting of our own, nothing that a user typed
)


class PackExampleQuerySet(TrackedQuerySet):
    """Examples of a pack."""

    def in_order(self) -> "PackExampleQuerySet":
        return self.order_by("way", "place")

    def confirmed(self, at: datetime) -> "PackExampleQuerySet":
        """Those that somebody had confirmed to name nobody, at a moment."""
        return self.filter(confirmed_at__lte=at).in_order()


class PackExample(TrackedRecord):
    """One reviewed contact told so that nobody can be known, written by one person and confirmed by another."""

    pack = models.ForeignKey(AgencyPack, on_delete=models.PROTECT, related_name="examples")
    review = models.ForeignKey(ContactReview, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=5, choices=Way.choices)
    place = models.PositiveSmallIntegerField()
    story = models.TextField("the example in words that name nobody", error_messages={"blank": STORY_TOO_SHORT})
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = PackExampleQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        constraints = [
            models.UniqueConstraint(fields=["pack", "way", "place"], name="example_one_a_place"),
            models.UniqueConstraint(
                fields=["pack", "review"],
                name="example_once_a_pack",
                violation_error_message="This contact is already an example in this pack.",
            ),
            models.CheckConstraint(
                name="example_three_each_way",
                condition=Q(place__gte=1, place__lte=EXAMPLES_EACH_WAY),
                violation_error_message="A pack holds at most three examples each way.",
            ),
            models.CheckConstraint(
                name="example_tells_a_story",
                condition=at_least("story", 40),
                violation_error_message=STORY_TOO_SHORT,
            ),
            models.CheckConstraint(
                name="example_confirmed_by_another",
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__gte=F("written_at"), confirmed_by__isnull=False) & ~Q(confirmed_by=F("written_by")),
                violation_error_message=CONFIRMED_BY_ANOTHER,
            ),
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            _EXAMPLE_FITS,
            _EXAMPLE_STAYS,
            _NOT_AFTER_ISSUE,
            signed_in_person("example_signed_in_person", "written_by_id", "confirmed_by_id"),
        ]

    def __str__(self) -> str:
        return f"example {self.pk} of pack {self.pack_id}"
