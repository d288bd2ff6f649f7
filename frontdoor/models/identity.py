"""Whether two records are one person: said by people, never by a machine. Two people join them, one can part them.

A merge moves every row that points at a person from one record to the other and writes down each row that it moved
(peers.md finding 21, reliability.md 38). What a database function does here, the serving role cannot do by itself.
"""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

from frontdoor.core.conditions import at_least, both_or_neither
from frontdoor.core.records import BRINGING_IN, EventRecord, TrackedQuerySet, TrackedRecord
from frontdoor.core.refusals import refuses
from frontdoor.models.adult_merges import SIGNED_BY_WHO_SEES_BOTH, SIGNED_BY_WHOM_NONE_IS_HIDDEN_FROM
from frontdoor.models.people import Person, seen_q
from frontdoor.models.rights import is_not_now, is_not_the_actor, manages
from frontdoor.models.signing import signed_in_person

NOT_YOUR_OWN = "Somebody other than the person who proposed it must decide this."
NOT_A_MERGER = "Only a practice manager or service manager can decide that two records are joined."
DECIDED_IN_PERSON = "A decision is made by the manager who signs it, at the time it is made."
KNOWN_DIFFERENT = "These are known to be two people. Their records cannot be joined."
TWO_NHS_NUMBERS = "The two records have different NHS numbers. Find out which is right before they are joined."
TWO_OPEN_CASES = "Both records have an open case. Close one of them first, so that the child is counted once."
TWO_TEAMS = "Both records have an open case, with different teams. Agree on one team and close the other case first."
RELATIVES = "These two are recorded as relatives of each other. If they are one person, end that first."
ON_ONE_CONTACT = "Both records are on a contact that is not decided. Decide it first, with an outcome for each."
ALREADY_JOINED = "One of these records has already been joined with another."
PROPOSAL_STAYS = "A proposal to join two records and the decision on it cannot be changed. Make a new proposal."
REASON_TOO_SHORT = "Say in at least 20 characters why these are one person."
ONE_AND_THE_SAME = "A record cannot be compared with itself."
WRITTEN_BY_THE_DATABASE = "What a merge moved is written by the database that moved it."


class LinkKind(models.TextChoices):
    """What somebody said about two records."""

    POSSIBLE = "possible", "Possibly the same person"
    DIFFERENT = "different", "Known to be two people"
    TWINS = "twins", "Born together: two people"


TWO_PEOPLE = (LinkKind.DIFFERENT, LinkKind.TWINS)


class IdentityLinkQuerySet(TrackedQuerySet):
    """What was said about pairs of records."""

    def between(self, one: int, other: int) -> "IdentityLinkQuerySet":
        """The link of a pair, in either order."""
        return self.filter(Q(one=one, other=other) | Q(one=other, other=one))

    def touching(self, person: int) -> "IdentityLinkQuerySet":
        """Every link of a record."""
        return self.filter(Q(one=person) | Q(other=person))

    def possible(self) -> "IdentityLinkQuerySet":
        """Pairs that nobody has settled: neither joined nor known to be two people."""
        standing = self.filter(kind=LinkKind.POSSIBLE)
        return standing.filter(one__merged_into__isnull=True, other__merged_into__isnull=True)

    def known_two(self) -> "IdentityLinkQuerySet":
        """Pairs that are known to be two people."""
        return self.filter(kind__in=TWO_PEOPLE)

    def visible_to(self, worker: Any) -> "IdentityLinkQuerySet":
        """Pairs of which the worker may compare both."""
        comparable = Person.objects.comparable_by(worker).values("pk")
        return self.filter(one__in=comparable, other__in=comparable)


class IdentityLink(TrackedRecord):
    """What is said about two records: possibly the same, or known to be two people. One row a pair."""

    one = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="links_from")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="links_to")
    kind = models.CharField(max_length=9, choices=LinkKind.choices)
    reason = models.CharField(max_length=300)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    objects = IdentityLinkQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        indexes = [models.Index(fields=["-said_at", "-id"], name="identity_possible", condition=Q(kind="possible"))]
        constraints = [
            models.UniqueConstraint(Least("one", "other"), Greatest("one", "other"), name="identity_link_once"),
            models.CheckConstraint(
                name="identity_link_of_two", condition=~Q(one=F("other")), violation_error_message=ONE_AND_THE_SAME
            ),
            models.CheckConstraint(
                name="identity_link_has_a_reason",
                condition=at_least("reason", 10),
                violation_error_message="Say in at least 10 characters how you know.",
            ),
        ]
        triggers = [*TrackedRecord.Meta.triggers, signed_in_person("identity_link_signed_in_person", "said_by_id")]

    def __str__(self) -> str:
        return f"link {self.pk}"


_MERGER_HOLDS_THE_RIGHT = refuses(
    "merge_decider_holds_the_right",
    sentence=NOT_A_MERGER,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        NEW.decided_by_id IS NOT NULL
        AND NOT {manages("NEW.decided_by_id", at="NEW.decided_at")}
    """,
)

_SIGNED_IN_PERSON = refuses(
    "merge_signed_in_person",
    sentence=DECIDED_IN_PERSON,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        TG_OP = 'INSERT' AND (NEW.decided_at IS NOT NULL OR NEW.undone_at IS NOT NULL
            OR {is_not_the_actor("NEW.proposed_by_id")})
        OR TG_OP = 'UPDATE' AND OLD.decided_at IS NULL AND NEW.decided_at IS NOT NULL AND (
            {is_not_the_actor("NEW.decided_by_id")}
            OR NOT {BRINGING_IN} AND {is_not_now("NEW.decided_at")})
        OR TG_OP = 'UPDATE' AND OLD.undone_at IS NULL AND NEW.undone_at IS NOT NULL AND (
            {is_not_the_actor("NEW.undone_by_id")}
            OR NOT {BRINGING_IN} AND {is_not_now("NEW.undone_at")})
    """,
)

_PROPOSAL_STAYS = refuses(
    "merge_proposal_stays",
    sentence=PROPOSAL_STAYS,
    operation=pgtrigger.Update,
    when="""
        (NEW.survivor_id, NEW.merged_id, NEW.choices, NEW.reason, NEW.proposed_by_id, NEW.proposed_at)
        IS DISTINCT FROM
        (OLD.survivor_id, OLD.merged_id, OLD.choices, OLD.reason, OLD.proposed_by_id, OLD.proposed_at)
        OR OLD.decided_at IS NOT NULL AND
        (NEW.decision, NEW.decided_by_id, NEW.decided_at, NEW.decision_reason, NEW.before)
        IS DISTINCT FROM (OLD.decision, OLD.decided_by_id, OLD.decided_at, OLD.decision_reason, OLD.before)
        OR OLD.undone_at IS NOT NULL AND
        (NEW.undone_by_id, NEW.undone_at, NEW.undo_reason)
        IS DISTINCT FROM (OLD.undone_by_id, OLD.undone_at, OLD.undo_reason)
    """,
)

_GOING_AHEAD = """
    NEW.undone_at IS NULL AND NEW.decision IS DISTINCT FROM 'refused'
    AND (TG_OP = 'INSERT' OR OLD.decided_at IS NULL)
"""


def _stops(name: str, sentence: str, when: str) -> pgtrigger.Trigger:
    """A rule across rows that stands in the way of proposing a merge and of approving it."""
    return refuses(
        name,
        sentence=sentence,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=f"{_GOING_AHEAD} AND ({when})",
    )


_NOT_TWO_PEOPLE = _stops(
    "merge_of_one_person",
    KNOWN_DIFFERENT,
    """
    EXISTS (SELECT 1 FROM frontdoor_identitylink l
            WHERE l.kind IN ('different', 'twins')
              AND (l.one_id = ANY (frontdoor_same_record(NEW.survivor_id))
                   AND l.other_id = ANY (frontdoor_same_record(NEW.merged_id))
                   OR l.one_id = ANY (frontdoor_same_record(NEW.merged_id))
                   AND l.other_id = ANY (frontdoor_same_record(NEW.survivor_id))))
    """,
)
_ONE_NHS_NUMBER = _stops(
    "merge_with_one_nhs_number",
    TWO_NHS_NUMBERS,
    """
    EXISTS (SELECT 1 FROM frontdoor_person s JOIN frontdoor_person m ON m.nhs_number <> s.nhs_number
            WHERE s.id = NEW.survivor_id AND m.id = NEW.merged_id)
    """,
)
_ONE_OPEN_CASE = _stops(
    "merge_with_one_open_case",
    TWO_OPEN_CASES,
    """
    EXISTS (SELECT 1 FROM frontdoor_referral s JOIN frontdoor_referral m ON m.child_id = NEW.merged_id
            WHERE s.child_id = NEW.survivor_id
              AND s.closed_on IS NULL AND NOT s.no_further_action AND m.closed_on IS NULL AND NOT m.no_further_action)
    """,
)
_NOT_RELATIVES = _stops(
    "merge_not_of_relatives",
    RELATIVES,
    """
    EXISTS (SELECT 1 FROM frontdoor_tie t
            WHERE t.ended_on IS NULL AND t.person_id = least(NEW.survivor_id, NEW.merged_id)
              AND t.other_id = greatest(NEW.survivor_id, NEW.merged_id))
    OR EXISTS (SELECT 1 FROM frontdoor_relationship r
               WHERE r.ended_on IS NULL AND (r.child_id, r.adult_id)
                   IN ((NEW.survivor_id, NEW.merged_id), (NEW.merged_id, NEW.survivor_id)))
    """,
)
_NOT_ON_ONE_CONTACT = _stops(
    "merge_not_on_one_open_contact",
    ON_ONE_CONTACT,
    """
    EXISTS (SELECT 1 FROM frontdoor_contactchild s
            JOIN frontdoor_contactchild m ON m.contact_id = s.contact_id AND m.child_id = NEW.merged_id
            JOIN frontdoor_contact c ON c.id = s.contact_id AND c.decided_at IS NULL AND c.legacy_key IS NULL
            WHERE s.child_id = NEW.survivor_id)
    """,
)
_STANDING_ALONE = _stops(
    "merge_of_records_that_stand",
    ALREADY_JOINED,
    """
    EXISTS (SELECT 1 FROM frontdoor_person p
            WHERE p.id IN (NEW.survivor_id, NEW.merged_id) AND p.merged_into_id IS NOT NULL)
    """,
)


class MergeDecision(models.TextChoices):
    """What the second person decided."""

    APPROVED = "approved", "They are one person: join the records"
    REFUSED = "refused", "Leave them apart"


class PersonMergeQuerySet(TrackedQuerySet):
    """Proposals, and what became of them."""

    def waiting(self) -> "PersonMergeQuerySet":
        return self.filter(decided_at__isnull=True)

    def waiting_for(self, worker: Any) -> "PersonMergeQuerySet":
        """Proposals of others, the oldest first."""
        return self.waiting().exclude(proposed_by_id=worker.pk).order_by("proposed_at", "pk")

    def standing(self) -> "PersonMergeQuerySet":
        """Joined, and not parted again."""
        return self.filter(decision=MergeDecision.APPROVED, undone_at__isnull=True)

    def apart(self) -> "PersonMergeQuerySet":
        """Refused, or parted again."""
        return self.filter(Q(decision=MergeDecision.REFUSED) | Q(undone_at__isnull=False))

    def visible_to(self, worker: Any) -> "PersonMergeQuerySet":
        """Merges of records of which the worker may open both, or the one that they have become; and, as far as the
        worker may compare them, the worker's own proposals."""
        seen = self.filter(seen_q(worker, "merged_id"))
        own = _of(Person.objects.comparable_by(worker)) & Q(proposed_by_id=worker.pk)
        return seen.filter(_of(Person.objects.visible_to(worker)) | own)


def _of(people: Any) -> Q:
    """Both records, or the one that they have become, are among ``people``."""
    those = people.values("pk")
    return Q(survivor__in=those) & (Q(merged__merged_into__isnull=False) | Q(merged__in=those))


class PersonMerge(TrackedRecord):
    """A proposal that two records are one person, the decision of a second person, and its undoing.

    ``choices`` says for each field on which the records differ whose value stays ("survivor" or "merged"); ``before``
    keeps what both rows said, so that parting them gives each its own again.
    """

    survivor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges_survived")
    merged = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    choices = models.JSONField(default=dict, blank=True)
    reason = models.TextField("why these are one person", error_messages={"blank": REASON_TOO_SHORT})
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="merges_proposed")
    proposed_at = models.DateTimeField()
    decision = models.CharField(max_length=8, choices=MergeDecision.choices, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, editable=False)
    decision_reason = models.TextField("the second person's reason", blank=True, editable=False)
    before = models.JSONField(default=dict, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, editable=False)
    undo_reason = models.TextField("why they were parted again", blank=True, editable=False)

    objects = PersonMergeQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        indexes = [
            models.Index(fields=["proposed_at", "id"], name="merge_waiting", condition=Q(decided_at__isnull=True)),
            models.Index(fields=["-decided_at", "-id"], name="merge_decided"),
        ]
        constraints = [
            models.CheckConstraint(
                name="merge_of_two", condition=~Q(survivor=F("merged")), violation_error_message=ONE_AND_THE_SAME
            ),
            models.CheckConstraint(
                name="merge_has_a_reason", condition=at_least("reason", 20), violation_error_message=REASON_TOO_SHORT
            ),
            models.CheckConstraint(
                name="merge_not_by_the_proposer",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                violation_error_message=NOT_YOUR_OWN,
            ),
            models.CheckConstraint(
                name="merge_decided_whole",
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, decision="")
                | Q(decided_at__isnull=False, decided_by__isnull=False)
                & ~Q(decision="")
                & at_least("decision_reason", 20),
                violation_error_message="A decision needs a manager, a time and a reason of at least 20 characters.",
            ),
            models.CheckConstraint(
                name="merge_undone_whole",
                condition=both_or_neither("undone_at", "undone_by")
                & (Q(undone_at__isnull=True) | Q(decision="approved") & at_least("undo_reason", 20)),
                violation_error_message="Say in at least 20 characters why these are two people after all.",
            ),
            models.UniqueConstraint(
                Least("survivor", "merged"),
                Greatest("survivor", "merged"),
                condition=Q(decided_at__isnull=True),
                name="merge_proposed_once",
                violation_error_message="It has already been proposed that these two are one person.",
            ),
            models.UniqueConstraint(
                fields=["merged"],
                condition=Q(decision="approved", undone_at__isnull=True),
                name="merge_into_one",
                violation_error_message=ALREADY_JOINED,
            ),
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            _MERGER_HOLDS_THE_RIGHT,
            SIGNED_BY_WHO_SEES_BOTH,
            SIGNED_BY_WHOM_NONE_IS_HIDDEN_FROM,
            _SIGNED_IN_PERSON,
            _PROPOSAL_STAYS,
            _NOT_TWO_PEOPLE,
            _ONE_NHS_NUMBER,
            _ONE_OPEN_CASE,
            _NOT_RELATIVES,
            _NOT_ON_ONE_CONTACT,
            _STANDING_ALONE,
        ]

    def __str__(self) -> str:
        return f"merge {self.pk}"

    @property
    def stands(self) -> bool:
        """Whether the records are joined by it now."""
        return self.decision == MergeDecision.APPROVED and self.undone_at is None


_WRITTEN_BY_THE_DATABASE = refuses(
    "moved_row_is_the_databases",
    sentence=WRITTEN_BY_THE_DATABASE,
    operation=pgtrigger.Insert,
    when="current_user <> (SELECT pg_get_userbyid(c.relowner) FROM pg_class c WHERE c.oid = TG_RELID)",
)


class MovedRow(EventRecord):
    """One row that a merge moved: its table, its column and the record it pointed at. The database writes it."""

    merge = models.ForeignKey(PersonMerge, on_delete=models.PROTECT, related_name="moved")
    table = models.CharField(max_length=63)
    column = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    came_from = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    went_to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta(EventRecord.Meta):
        indexes = [models.Index(fields=["table", "row_id"], name="moved_row")]
        triggers = [*EventRecord.Meta.triggers, _WRITTEN_BY_THE_DATABASE]

    def __str__(self) -> str:
        return f"moved row {self.pk}"


class Birth(EventRecord):
    """That a child recorded before birth was born; what was expected stays on the child's record."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="births")
    born_on = models.DateField()
    expected_on = models.DateField()
    told_by = models.CharField("who told us", max_length=200)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"birth {self.pk}"
