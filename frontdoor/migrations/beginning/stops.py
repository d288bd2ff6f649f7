"""That an agency may no longer be asked about a child, because what the question stood on has ended."""

import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger
from django.conf import settings
from django.db import migrations, models

from frontdoor.migrations.beginning.words import WRITTEN_ONCE

TABLES = [
    migrations.CreateModel(
        name="CheckStop",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            (
                "check_row",
                models.OneToOneField(
                    db_column="check_id",
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="stop",
                    to="frontdoor.agencycheck",
                    verbose_name="question",
                ),
            ),
            (
                "event",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="stops",
                    to="frontdoor.consentevent",
                ),
            ),
            (
                "override",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="stops",
                    to="frontdoor.consentoverride",
                ),
            ),
            ("stopped_at", models.DateTimeField()),
            (
                "stopped_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "abstract": False,
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("event__isnull", False), ("override__isnull", True)),
                        models.Q(("event__isnull", True), ("override__isnull", False)),
                        _connector="OR",
                    ),
                    name="check_stop_has_one_cause",
                    violation_error_message="A question is stopped by an answer of the family or by a review.",
                )
            ],
        },
    ),
]

RULES = {
    "checkstop": [
        *WRITTEN_ONCE,
        pgtrigger.Trigger(
            name="check_stop_tells_the_agency",
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            func="""
        IF (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') THEN
            RETURN NULL;
        END IF;
        INSERT INTO frontdoor_outboxmessage (topic, payload, key, written_at, next_attempt_at, attempts, problem)
        SELECT 'check.stop', jsonb_build_object('check', c.request_id), 'check.stop:' || c.request_id, now(), now(), 0, ''
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
    """,
        ),
    ],
}
