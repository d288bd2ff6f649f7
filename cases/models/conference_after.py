"""What comes of a conference: the outline plan, and letters and records that go out."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from cases import smart
from cases.models.agreed import Agreed, agreed_constraints, owner_rules, what_rules
from cases.models.conference_people import ConferenceFamily, ConferenceInvitation
from cases.models.conference_rules import stays
from cases.models.conferences import ConferenceChild
from cases.models.strategy_circulation import SentHow
from frontdoor.core.records import EventRecord
from frontdoor.core.refusals import refuses
from frontdoor.models import Agency
from frontdoor.models.signing import signed_in_person

SIGNED_FIRST = "Letter and record go out when the chair has signed."
FAMILY_BY_HAND = "The family is given the decision letter by hand, and somebody explains it."
SENT_ONCE = "This person has it already."
OUTLINE_STAYS = "An action of the outline plan cannot be changed. Agree another one."


class OutlineAction(Agreed):
    """One action of the outline plan of one child."""

    conference_child = models.ForeignKey(ConferenceChild, on_delete=models.PROTECT, related_name="outline")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField("done by")
    agreed_at = models.DateTimeField(editable=False)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(Agreed.Meta):
        constraints = agreed_constraints("outline_action")
        triggers = [
            *Agreed.Meta.triggers,
            signed_in_person("outline_action_signed_in_person", "agreed_by_id"),
            *what_rules("outline_action", no_date=smart.NO_DATE),
            *owner_rules(
                "outline_action",
                children="SELECT c.child_id FROM cases_conferencechild c WHERE c.id = NEW.conference_child_id",
            ),
            refuses(
                "outline_action_stays",
                sentence=OUTLINE_STAYS,
                operation=pgtrigger.Update,
                when="to_jsonb(NEW) IS DISTINCT FROM to_jsonb(OLD)",
            ),
            stays("outline_action_agreed_at_the_conference", of_child=True),
        ]

    def __str__(self) -> str:
        return f"outline action {self.pk}"


class Paper(models.TextChoices):
    """What goes out of a conference."""

    LETTER = "letter", "Decision letter"
    RECORD = "record", "Record"


class ConferenceCopy(EventRecord):
    """That the letter or the record was given to somebody of an agency, or the letter to one of the family."""

    invitation = models.ForeignKey(
        ConferenceInvitation, on_delete=models.PROTECT, null=True, blank=True, related_name="copies"
    )
    family = models.ForeignKey(ConferenceFamily, on_delete=models.PROTECT, null=True, blank=True, related_name="copies")
    paper = models.CharField(max_length=6, choices=Paper.choices)
    how = models.CharField(max_length=6, choices=SentHow.choices)
    sent_to = models.EmailField("secure e-mail", blank=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(EventRecord.Meta):
        verbose_name_plural = "conference copies"
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "family", "paper"],
                name="conference_copy_once",
                nulls_distinct=False,
                violation_error_message=SENT_ONCE,
            ),
            models.CheckConstraint(
                name="conference_copy_for_somebody",
                condition=Q(invitation__isnull=False, family__isnull=True)
                | Q(invitation__isnull=True, family__isnull=False, paper="letter", how="handed"),
                violation_error_message=FAMILY_BY_HAND,
            ),
            models.CheckConstraint(
                name="conference_copy_has_an_address",
                condition=Q(how="handed", sent_to="") | Q(how="email") & ~Q(sent_to=""),
                violation_error_message="What is sent by e-mail needs an address.",
            ),
        ]
        triggers = [
            *EventRecord.Meta.triggers,
            signed_in_person("conference_copy_signed_in_person", "sent_by_id"),
            refuses(
                "conference_copy_of_what_is_signed",
                sentence=SIGNED_FIRST,
                operation=pgtrigger.Insert,
                when="""
                    NOT EXISTS (
                        SELECT 1 FROM cases_conference k WHERE k.signed_at IS NOT NULL AND k.id IN (
                            SELECT i.conference_id FROM cases_conferenceinvitation i WHERE i.id = NEW.invitation_id
                            UNION ALL
                            SELECT f.conference_id FROM cases_conferencefamily f
                            WHERE f.id = NEW.family_id AND f.left_out_reason = ''))
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"copy {self.pk}"
