"""What waits about consent on the first page: decisions an answer opened, reviews, remedies, families to tell."""

from django.urls import reverse

from frontdoor.core.my_work import Block, WorkItem, blocks
from frontdoor.core.navigation import address
from frontdoor.models import ConsentMatter, ConsentOverride, FamilyTelling, OverrideRemedy
from frontdoor.models.matters import MATTER_CLOCK
from frontdoor.models.overrides import REVIEW_CLOCK
from frontdoor.models.remedies import REMEDY_CLOCK
from frontdoor.models.telling import TELLING_CLOCK
from frontdoor.my_work.desk import promised
from frontdoor.permissions import DECIDE_MATTER, PUT_RIGHT, REVIEW_OVERRIDE, TELL_FAMILY

# Withdrawals, parents who disagree and services refused (C08, C12).
blocks(
    DECIDE_MATTER,
    Block(
        title="Answers about consent to decide",
        order=6,
        rows=lambda viewer, _: ConsentMatter.objects.visible_to(viewer).for_decider(viewer).select_related("contact"),
        item=lambda row, at: WorkItem(
            title=row.get_cause_display(),
            url=reverse("consent_matter", args=[row.pk]),
            detail=f"Contact {row.contact.reference}, {row.get_kind_display().lower()}",
            **promised(MATTER_CLOCK, row, at),
        ),
        url=lambda _: address("consent_matters"),
        empty="Nothing waits.",
    ),
)

# Decisions without consent that wait for a third person (T33).
blocks(
    REVIEW_OVERRIDE,
    Block(
        title="Decisions without consent to review",
        order=7,
        rows=lambda viewer, _: (
            ConsentOverride.objects.visible_to(viewer).for_reviewer(viewer).select_related("contact", "decided_by")
        ),
        item=lambda row, at: WorkItem(
            title=f"Decision of {row.decided_by.get_full_name()}",
            url=reverse("override_review", args=[row.pk]),
            detail=f"Contact {row.contact.reference}",
            **promised(REVIEW_CLOCK, row, at),
        ),
        url=lambda _: address("override_reviews"),
        empty="No decision waits for your review.",
    ),
)

# What a review found wrong and is not put right yet (C10).
blocks(
    PUT_RIGHT,
    Block(
        title="To put right after a review",
        order=26,
        rows=lambda viewer, _: (
            OverrideRemedy.objects.visible_to(viewer).open().select_related("owner", "override__contact")
        ),
        item=lambda row, at: WorkItem(
            title=f"{row.owner.get_full_name()}: {'to be checked' if row.done_on else 'to be done'}",
            url=reverse("override_remedy", args=[row.pk]),
            detail=f"Contact {row.override.contact.reference}",
            **promised(REMEDY_CLOCK, row, at),
        ),
        url=lambda _: address("override_remedies"),
        empty="Nothing is to be put right.",
    ),
)

# Families to be told that agencies were asked (C11).
blocks(
    TELL_FAMILY,
    Block(
        title="Families to tell",
        order=27,
        rows=lambda viewer, _: FamilyTelling.objects.visible_to(viewer).owed().select_related("override__contact"),
        item=lambda row, at: WorkItem(
            title=f"Family of contact {row.override.contact.reference}",
            url=reverse("family_telling", args=[row.pk]),
            detail=row.get_of_display(),
            **promised(TELLING_CLOCK, row, at),
        ),
        url=lambda _: address("families_to_tell"),
        empty="Every family has been told.",
    ),
)
