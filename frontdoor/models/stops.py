"""That an agency may no longer be asked about a child, because what the question stood on has ended."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from frontdoor.core.records import BRINGING_IN, EventRecord
from frontdoor.models.checks import AgencyCheck
from frontdoor.models.consent import ConsentEvent
from frontdoor.models.overrides import ConsentOverride

TOPIC = "check.stop"

_TELLS_THE_AGENCY = pgtrigger.Trigger(
    name="check_stop_tells_the_agency",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    func=f"""
        IF {BRINGING_IN} THEN
            RETURN NULL;
        END IF;
        INSERT INTO frontdoor_outboxmessage (topic, payload, key, written_at, next_attempt_at, attempts, problem)
        SELECT '{TOPIC}', jsonb_build_object('check', c.request_id), '{TOPIC}:' || c.request_id || ':' || c.id,
               now(), now(), 0, ''
        FROM frontdoor_agencycheck c JOIN frontdoor_agency a ON a.id = c.agency_id AND a.email <> ''
        WHERE c.id = NEW.check_id
        ON CONFLICT (key) DO NOTHING;
        UPDATE frontdoor_agencyrequest r
        SET ended_at = greatest(NEW.stopped_at, r.requested_at), ended_by_id = NEW.stopped_by_id, ending = 'stopped'
        FROM frontdoor_agencycheck c
        WHERE c.id = NEW.check_id AND r.id = c.request_id AND r.ended_at IS NULL
          AND NOT EXISTS (
            SELECT 1 FROM frontdoor_agencycheck o
            LEFT JOIN frontdoor_checkstop s ON s.check_id = o.id
            WHERE o.request_id = r.id AND s.id IS NULL);
        RETURN NULL;
    """,  # noqa: S608 - the topic is a constant
)
"""The request ends when none of its children may be asked about any more; the stop itself says why and by whose act."""


class CheckStop(EventRecord):
    """One child about whom a request no longer asks: by a no, the end of a ground, or a review (C10, C12)."""

    check_row = models.OneToOneField(
        AgencyCheck, on_delete=models.PROTECT, related_name="stop", db_column="check_id", verbose_name="question"
    )
    event = models.ForeignKey(ConsentEvent, on_delete=models.PROTECT, null=True, related_name="stops")
    override = models.ForeignKey(ConsentOverride, on_delete=models.PROTECT, null=True, related_name="stops")
    stopped_at = models.DateTimeField()
    stopped_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(EventRecord.Meta):
        constraints = [
            models.CheckConstraint(
                name="check_stop_has_one_cause",
                condition=Q(event__isnull=False, override__isnull=True) | Q(event__isnull=True, override__isnull=False),
                violation_error_message="A question is stopped by an answer of the family or by a review.",
            )
        ]
        triggers = [*EventRecord.Meta.triggers, _TELLS_THE_AGENCY]

    def __str__(self) -> str:
        return f"stop of check {self.check_row_id}"
