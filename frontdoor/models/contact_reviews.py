"""Whether an agency's contact needed social care: one code, given by a reviewer (domain.md 3.3).

A review is written once. A correction is a new review; a tenth are rated a second time by somebody who has not seen
the first code, and where the two differ a third review says what was agreed.
"""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Value

from frontdoor.core.conditions import at_least
from frontdoor.core.records import BRINGING_IN, EventRecord, RecordQuerySet
from frontdoor.core.refusals import refuses
from frontdoor.core.roles import AUDITOR, PRACTICE_MANAGER, SERVICE_MANAGER
from frontdoor.core.working_days import LONDON
from frontdoor.models.contacts import Contact, ContactQuerySet
from frontdoor.models.rights import is_not_now, is_not_the_actor
from frontdoor.models.signing import signed_in_person

HELD_FOR = timedelta(hours=4)
REVIEWERS = (PRACTICE_MANAGER, SERVICE_MANAGER, AUDITOR)
REVIEWING_ROLES = frozenset(role.code for role in REVIEWERS)

ALREADY_REVIEWED = "This contact has already been reviewed."
RECORDER_REVIEWS = "Somebody other than the person who recorded the contact must review it."
NOT_REVIEWABLE = "Only a contact from an agency that has been decided can be reviewed."
OUTCOME_ALONE = "An outcome alone does not say whether a referral was right. Choose at least one other fact."
HELPED_TOO_SHORT = "Say what would have helped, in at least 20 characters."
REASON_TOO_SHORT = "Give the reason in at least 20 characters."
SECOND_BY_ANOTHER = (
    "A second rating is given by somebody who neither decided the contact nor rated it first, on a contact drawn for "
    "it."
)
AGREED_BY_THE_OTHER = "Your own code is agreed when the other reviewer, or somebody else, writes it down."
AGREED_TOO_EARLY = "Two people must have rated the contact before they can agree on a code."
NOT_YOURS_TO_CORRECT = (
    "Only the person who gave a code can correct it, and not once the contact has been rated a second time."
)
REVIEWED_IN_PERSON = "A review is signed by the person who makes it, at the time it is made."


class ReviewCode(models.TextChoices):
    """One code a contact (domain.md 3.3); ``U`` keeps the measure honest."""

    APPROPRIATE = "AP", "Appropriate"
    BELOW = "I1", "Below the threshold, early help not tried"
    OPEN = "I2", "Already open, should have gone to the worker"
    DUPLICATE = "I3", "Duplicate of the same incident"
    NO_CONSENT = "I4", "No consent sought and no reason given"
    INSUFFICIENT = "I5", "Not enough information"
    WRONG_SERVICE = "I6", "Wrong authority or service"
    NOTICE = "I7", "Information-only notice sent as a referral"
    UNDER = "U", "Under-referral: came late, or the level was understated"


INAPPROPRIATE = tuple(code.value for code in ReviewCode if code.value.startswith("I"))


class Ground(models.TextChoices):
    """The facts a code can rest on; the outcome may be one of them and never the only one."""

    TOLD = "told", "What the agency told us"
    TRIED = "tried", "What the agency had already tried"
    CONSENT = "consent", "What the family had been told or asked"
    HISTORY = "history", "What was already known of the children"
    TIMING = "timing", "When it reached us"
    LEVEL = "level", "The level of need against the threshold document"
    OUTCOME = "outcome", "What was decided"


class ReviewStage(models.TextChoices):
    """Which of a contact's reviews this is."""

    FIRST = "first", "First rating"
    SECOND = "second", "Second rating"
    AGREED = "agreed", "Agreed after two ratings"


_NOT_BY_THE_RECORDER = refuses(
    "review_not_by_the_recorder",
    sentence=RECORDER_REVIEWS,
    operation=pgtrigger.Insert,
    when="""
        EXISTS (SELECT 1 FROM frontdoor_contact c WHERE c.id = NEW.contact_id AND c.recorded_by_id = NEW.reviewed_by_id)
    """,
)

_DECIDED_AND_FROM_AN_AGENCY = refuses(
    "review_of_a_decided_contact",
    sentence=NOT_REVIEWABLE,
    operation=pgtrigger.Insert,
    when="""
        NOT EXISTS (SELECT 1 FROM frontdoor_contact c
                    WHERE c.id = NEW.contact_id AND c.agency_id IS NOT NULL AND c.decided_at <= NEW.reviewed_at)
    """,
)

_SECOND_BY_ANOTHER = refuses(
    "review_second_by_another",
    sentence=SECOND_BY_ANOTHER,
    operation=pgtrigger.Insert,
    when="""
        NEW.stage = 'second' AND (
            NOT EXISTS (SELECT 1 FROM frontdoor_sampledcontact s WHERE s.contact_id = NEW.contact_id)
            OR EXISTS (SELECT 1 FROM frontdoor_contact c
                       WHERE c.id = NEW.contact_id AND c.decided_by_id = NEW.reviewed_by_id)
            OR EXISTS (SELECT 1 FROM frontdoor_contactreview r
                       WHERE r.contact_id = NEW.contact_id AND r.reviewed_by_id = NEW.reviewed_by_id))
    """,
)

_AGREED_AFTER_TWO = refuses(
    "review_agreed_after_two",
    sentence=AGREED_TOO_EARLY,
    operation=pgtrigger.Insert,
    when="""
        NEW.stage = 'agreed' AND NOT EXISTS (
            SELECT 1 FROM frontdoor_contactreview r WHERE r.contact_id = NEW.contact_id AND r.stage = 'second')
    """,
)

_AGREED_BY_THE_OTHER = refuses(
    "review_agreed_by_the_other",
    sentence=AGREED_BY_THE_OTHER,
    operation=pgtrigger.Insert,
    when="""
        NEW.stage = 'agreed'
        AND EXISTS (SELECT 1 FROM frontdoor_contactreview r
                    WHERE r.contact_id = NEW.contact_id AND r.stage <> 'agreed'
                      AND r.reviewed_by_id = NEW.reviewed_by_id AND r.code = NEW.code)
        AND EXISTS (SELECT 1 FROM frontdoor_contactreview r
                    WHERE r.contact_id = NEW.contact_id AND r.stage <> 'agreed'
                      AND r.reviewed_by_id <> NEW.reviewed_by_id AND r.code <> NEW.code)
    """,
)

_CORRECTED_BY_ITS_REVIEWER = refuses(
    "review_corrected_by_its_reviewer",
    sentence=NOT_YOURS_TO_CORRECT,
    operation=pgtrigger.Insert,
    when="""
        NEW.corrects_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM frontdoor_contactreview r
            WHERE r.id = NEW.corrects_id AND r.contact_id = NEW.contact_id AND r.stage = NEW.stage
              AND (r.stage = 'agreed' OR r.stage = 'first' AND r.reviewed_by_id = NEW.reviewed_by_id AND NOT EXISTS (
                  SELECT 1 FROM frontdoor_contactreview s WHERE s.contact_id = NEW.contact_id AND s.stage = 'second')))
    """,
)

_REVIEWED_IN_PERSON = refuses(
    "review_made_in_person",
    sentence=REVIEWED_IN_PERSON,
    operation=pgtrigger.Insert,
    when=f"""
        NOT {BRINGING_IN} AND (
            {is_not_the_actor("NEW.reviewed_by_id")}
            OR {is_not_now("NEW.reviewed_at")})
    """,
)


class ContactReviewQuerySet(RecordQuerySet):
    """Reviews by what they say and when it was said."""

    def in_force(self, at: datetime) -> "ContactReviewQuerySet":
        """The review that stands for each contact at a moment: the latest of its first and agreed ones.

        A second rating alone changes nothing; where it differs, the two reviewers agree.
        """
        standing = self.exclude(stage=ReviewStage.SECOND).filter(reviewed_at__lte=at)
        later = (
            ContactReview.objects.exclude(stage=ReviewStage.SECOND)
            .filter(contact_id=OuterRef("contact_id"), reviewed_at__lte=at)
            .filter(
                Q(reviewed_at__gt=OuterRef("reviewed_at"))
                | Q(reviewed_at=OuterRef("reviewed_at"), pk__gt=OuterRef("pk"))
            )
        )
        return standing.filter(~Exists(later))

    def examples_for(
        self, contacts: ContactQuerySet, *, since: date, until: date, codes: Collection[str], at: datetime
    ) -> "ContactReviewQuerySet":
        """Standing reviews with one of some codes, of contacts received in London days, the latest first."""
        begin, end = (datetime.combine(day, time.min, LONDON) for day in (since, until))
        received = contacts.filter(received_at__gte=begin, received_at__lt=end)
        standing = self.in_force(at).filter(contact__in=received, code__in=codes)
        return standing.select_related("contact").order_by("-contact__received_at", "-pk")

    def originals(self) -> "ContactReviewQuerySet":
        """Reviews that correct none."""
        return self.filter(corrects__isnull=True)

    def visible_to(self, worker: Any) -> "ContactReviewQuerySet":
        """Reviews of the contacts this worker may open."""
        return self.filter(contact__in=Contact.objects.visible_to(worker))


class ContactReview(EventRecord):
    """One person's code for one contact, what it rests on, and what would have helped the agency."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="reviews")
    stage = models.CharField(max_length=6, choices=ReviewStage.choices)
    code = models.CharField(max_length=2, choices=ReviewCode.choices)
    grounds = ArrayField(
        models.CharField(max_length=7, choices=Ground.choices),
        verbose_name="facts it rests on",
        error_messages={"blank": OUTCOME_ALONE},
    )
    helped = models.TextField("what would have helped", blank=True)
    reason = models.TextField("why it was corrected or what was agreed", blank=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by_review"
    )
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()

    objects = ContactReviewQuerySet.as_manager()

    class Meta(EventRecord.Meta):
        indexes = [
            models.Index(fields=["contact", "-reviewed_at", "-id"], name="review_of_contact"),
            models.Index(fields=["reviewed_at"], name="review_by_time"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "stage"],
                name="review_once_a_stage",
                condition=Q(corrects__isnull=True),
                violation_error_message=ALREADY_REVIEWED,
            ),
            models.CheckConstraint(
                name="review_rests_on_more_than_the_outcome",
                condition=Q(grounds__contained_by=Ground.values) & ~Q(grounds__contained_by=[Ground.OUTCOME.value]),
                violation_error_message=OUTCOME_ALONE,
            ),
            models.CheckConstraint(
                name="review_says_what_would_have_helped",
                condition=Q(code=ReviewCode.APPROPRIATE) | at_least("helped", 20),
                violation_error_message=HELPED_TOO_SHORT,
            ),
            models.CheckConstraint(
                name="review_changed_with_a_reason",
                condition=Q(corrects__isnull=True) & ~Q(stage=ReviewStage.AGREED) | at_least("reason", 20),
                violation_error_message=REASON_TOO_SHORT,
            ),
        ]
        triggers = [
            *EventRecord.Meta.triggers,
            _NOT_BY_THE_RECORDER,
            _DECIDED_AND_FROM_AN_AGENCY,
            _SECOND_BY_ANOTHER,
            _AGREED_AFTER_TWO,
            _AGREED_BY_THE_OTHER,
            _CORRECTED_BY_ITS_REVIEWER,
            _REVIEWED_IN_PERSON,
        ]

    def __str__(self) -> str:
        return f"review {self.pk} of contact {self.contact_id}"


class ReviewTurn(EventRecord):
    """That somebody took a contact to review it, so that two people do not read the same one."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="review_turns")
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta(EventRecord.Meta):
        indexes = [models.Index(fields=["contact", "-taken_at"], name="review_turn_latest")]
        triggers = [*EventRecord.Meta.triggers, signed_in_person("review_turn_signed_in_person", "taken_by_id")]

    def __str__(self) -> str:
        return f"turn {self.pk} for contact {self.contact_id}"


class ReviewDrawQuerySet(RecordQuerySet):
    """Samples by week."""

    def latest_with_counts(self) -> "ReviewDrawQuerySet":
        """The latest first, each with how many contacts it holds and how many of those are rated twice."""
        twice = Count("contacts", filter=Q(contacts__contact__reviews__stage=ReviewStage.SECOND), distinct=True)
        return self.annotate(drawn=Count("contacts", distinct=True), rated_twice=twice).order_by("-week_from")


class ReviewDraw(EventRecord):
    """One week's sample for second ratings: drawn by the system, from a seed that lets anybody draw it again."""

    week_from = models.DateField(unique=True, error_messages={"unique": "The sample of this week is already drawn."})
    per_cent = models.PositiveSmallIntegerField()
    seed = models.BigIntegerField()
    rated = models.PositiveIntegerField("first ratings in the week")
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    objects = ReviewDrawQuerySet.as_manager()

    class Meta(EventRecord.Meta):
        constraints = [
            models.CheckConstraint(
                name="draw_of_a_week_from_monday",
                condition=Q(week_from__iso_week_day=1),
                violation_error_message="A sample is drawn for a week that begins on a Monday.",
            ),
        ]
        triggers = [*EventRecord.Meta.triggers, signed_in_person("review_draw_signed_in_person", "drawn_by_id")]

    def __str__(self) -> str:
        return f"sample of the week from {self.week_from:%-d %B %Y}"


class SampledContact(EventRecord):
    """A contact that is to be rated a second time."""

    draw = models.ForeignKey(ReviewDraw, on_delete=models.PROTECT, related_name="contacts")
    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="sampled")

    def __str__(self) -> str:
        return f"contact {self.contact_id} in sample {self.draw_id}"


def professional(contacts: ContactQuerySet) -> ContactQuerySet:
    """Contacts that an agency made and a manager has decided: those that are reviewed."""
    return contacts.filter(agency__isnull=False, decided_at__isnull=False)


def _reviews(stage: ReviewStage) -> QuerySet:
    return ContactReview.objects.filter(contact_id=OuterRef("pk"), stage=stage)


def to_review(contacts: ContactQuerySet) -> ContactQuerySet:
    """Professional contacts without a first rating."""
    return professional(contacts).filter(~Exists(_reviews(ReviewStage.FIRST)))


def to_rate_again(contacts: ContactQuerySet) -> ContactQuerySet:
    """Contacts of the sample without a second rating."""
    return contacts.filter(sampled__isnull=False).filter(~Exists(_reviews(ReviewStage.SECOND)))


def not_reviewed_by(contacts: ContactQuerySet, worker: Any) -> ContactQuerySet:
    """Contacts that a worker may still review: neither recorded nor rated by them, nor decided where it is the second
    rating."""
    own = ContactReview.objects.filter(contact_id=OuterRef("pk"), reviewed_by=worker)
    is_not_rated = ~Exists(_reviews(ReviewStage.FIRST))
    return contacts.exclude(recorded_by=worker).filter(~Q(decided_by=worker) | is_not_rated, ~Exists(own))


def free_for(contacts: ContactQuerySet, worker: Any, at: datetime) -> ContactQuerySet:
    """Contacts that nobody else took to review within the last hours."""
    held = ReviewTurn.objects.filter(contact_id=OuterRef("pk"), taken_at__gt=at - HELD_FOR).exclude(taken_by=worker)
    return contacts.filter(~Exists(held))


def differing(contacts: ContactQuerySet) -> ContactQuerySet:
    """Contacts whose two ratings differ and on which nobody has agreed yet."""
    first = ContactReview.objects.filter(contact_id=OuterRef("pk"), stage=ReviewStage.FIRST).order_by(
        "-reviewed_at", "-pk"
    )
    second = _reviews(ReviewStage.SECOND)
    rated = contacts.annotate(
        first_code=Subquery(first.values("code")[:1]), second_code=Subquery(second.values("code")[:1])
    )
    return (
        rated.filter(second_code__isnull=False, first_code__isnull=False)
        .exclude(first_code=models.F("second_code"))
        .filter(~Exists(_reviews(ReviewStage.AGREED)))
    )


def with_code(contacts: ContactQuerySet, at: Any) -> ContactQuerySet:
    """Each contact with ``review_code``, the code that stands for it at a moment; None while it is not reviewed."""
    standing = ContactReview.objects.in_force(at).filter(contact_id=OuterRef("pk"))
    return contacts.annotate(review_code=Subquery(standing.values("code")[:1]))


def latest_of(at: datetime) -> Prefetch:
    """Each contact's standing review at a moment, as the list ``standing_reviews`` of none or one."""
    return Prefetch("reviews", ContactReview.objects.in_force(at), to_attr="standing_reviews")


def shut_to(contacts: ContactQuerySet, worker: Any) -> ContactQuerySet:
    """Each contact with ``is_shut``: this reader may rate it a second time and must not see its first code."""
    if not worker.roles & REVIEWING_ROLES:
        return contacts.annotate(is_shut=Value(False))
    waiting = not_reviewed_by(to_rate_again(Contact.objects.filter(pk=OuterRef("pk"))), worker)
    return contacts.annotate(is_shut=Exists(waiting))
