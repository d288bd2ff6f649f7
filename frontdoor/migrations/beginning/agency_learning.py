"""What is done so that agencies refer well: events with one agency, and the group that the director leads (L58)."""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger
from django.conf import settings
from django.db import migrations, models

from frontdoor.migrations.beginning.versions import with_versions
from frontdoor.migrations.beginning.words import TRACKED, WRITTEN_ONCE, refuses

TABLES = [
    migrations.CreateModel(
        name="AgencyEvent",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            (
                "agency",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="events", to="frontdoor.agency"
                ),
            ),
            (
                "kind",
                models.CharField(
                    choices=[("training", "Training"), ("meeting", "Meeting"), ("letter", "Letter")], max_length=8
                ),
            ),
            ("held_on", models.DateField(verbose_name="day")),
            (
                "agreed",
                models.TextField(
                    error_messages={"blank": "Write what was agreed, in at least 20 characters."},
                    verbose_name="what was agreed",
                ),
            ),
            (
                "corrects",
                models.OneToOneField(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="corrected_by_event",
                    to="frontdoor.agencyevent",
                ),
            ),
            (
                "noted_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "abstract": False,
            "indexes": [models.Index(fields=["agency", "-held_on"], name="agency_event_latest")],
            "constraints": [
                models.CheckConstraint(
                    condition=django.db.models.lookups.GreaterThanOrEqual(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim(models.F("agreed"))
                        ),
                        20,
                    ),
                    name="agency_event_says_what_was_agreed",
                    violation_error_message="Write what was agreed, in at least 20 characters.",
                )
            ],
        },
    ),
    *with_versions(
        migrations.CreateModel(
            name="GroupMeeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "held_on",
                    models.DateField(
                        error_messages={"unique": "The group already meets on this day."},
                        unique=True,
                        verbose_name="day",
                    ),
                ),
                (
                    "led_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "called_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("present", models.TextField(blank=True, editable=False, verbose_name="who came")),
                ("discussed", models.TextField(blank=True, editable=False, verbose_name="what was discussed")),
                ("minuted_at", models.DateTimeField(editable=False, null=True)),
                (
                    "minuted_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "agencies",
                    models.ManyToManyField(
                        related_name="+", through="frontdoor.GroupAttendance", to="frontdoor.agency"
                    ),
                ),
            ],
            options={
                "ordering": ["-held_on"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("discussed", ""),
                                ("minuted_at__isnull", True),
                                ("minuted_by__isnull", True),
                                ("present", ""),
                            ),
                            models.Q(
                                ("minuted_at__isnull", False),
                                ("minuted_by__isnull", False),
                                django.db.models.lookups.GreaterThanOrEqual(
                                    django.db.models.functions.text.Length(
                                        django.db.models.functions.text.Trim(models.F("present"))
                                    ),
                                    20,
                                ),
                                django.db.models.lookups.GreaterThanOrEqual(
                                    django.db.models.functions.text.Length(
                                        django.db.models.functions.text.Trim(models.F("discussed"))
                                    ),
                                    20,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="group_meeting_minuted_whole",
                        violation_error_message="Write who came and what was discussed, in at least 20 characters each.",
                    )
                ],
            },
        )
    ),
    migrations.CreateModel(
        name="GroupAttendance",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            (
                "meeting",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="attendances", to="frontdoor.groupmeeting"
                ),
            ),
            (
                "agency",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="group_attendances", to="frontdoor.agency"
                ),
            ),
        ],
        options={
            "abstract": False,
            "constraints": [models.UniqueConstraint(fields=("meeting", "agency"), name="group_attendance_once")],
        },
    ),
    *with_versions(
        migrations.CreateModel(
            name="GroupAction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="actions", to="frontdoor.groupmeeting"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="group_actions", to="frontdoor.agency"
                    ),
                ),
                (
                    "what",
                    models.TextField(
                        error_messages={
                            "blank": "Say exactly what will be done, in at least 20 characters. Words such as ASAP or ongoing give no date that can be kept."
                        },
                        verbose_name="what will be done",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="group_actions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("started_on", models.DateField(verbose_name="agreed on")),
                ("due_on", models.DateField(verbose_name="due")),
                ("finished_on", models.DateField(editable=False, null=True, verbose_name="done on")),
                (
                    "done_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("evidence", models.TextField(blank=True, editable=False, verbose_name="what shows that it was done")),
                ("verified_on", models.DateField(editable=False, null=True)),
                (
                    "verified_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_on__isnull", False), ("finished_on__isnull", True)),
                        fields=["due_on"],
                        name="group_action_group_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("started_on"))),
                        name="group_action_group_due_after_start",
                        violation_error_message="The due date cannot be before the start.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("finished_on__gte", models.F("started_on"))),
                        name="group_action_group_end_after_start",
                        violation_error_message="The end cannot be before the start.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.GreaterThanOrEqual(
                                django.db.models.functions.text.Length(
                                    django.db.models.functions.text.Trim(models.F("what"))
                                ),
                                20,
                            ),
                            models.Q(
                                (
                                    "what__iregex",
                                    "\\y(asap|a\\.s\\.a\\.p|as soon as possible|ongoing|on-going|tbc|tba|in due course|when possible)\\y",
                                ),
                                _negated=True,
                            ),
                        ),
                        name="group_action_is_specific",
                        violation_error_message="Say exactly what will be done, in at least 20 characters. Words such as ASAP or ongoing give no date that can be kept.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_by__isnull", True), ("evidence", ""), ("finished_on__isnull", True)),
                            models.Q(
                                ("done_by__isnull", False),
                                ("finished_on__isnull", False),
                                django.db.models.lookups.GreaterThanOrEqual(
                                    django.db.models.functions.text.Length(
                                        django.db.models.functions.text.Trim(models.F("evidence"))
                                    ),
                                    20,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="group_action_done_with_evidence",
                        violation_error_message="Say what shows that it was done, in at least 20 characters.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verified_by__isnull", True),
                            models.Q(
                                ("finished_on__isnull", False),
                                models.Q(("verified_by", models.F("owner")), _negated=True),
                                models.Q(("verified_by", models.F("done_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="group_action_checked_by_another",
                        violation_error_message="Somebody who neither owned the action nor reported it done must check it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verified_by__isnull", True), ("verified_on__isnull", True)),
                            models.Q(("verified_by__isnull", False), ("verified_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="group_action_checked_by_somebody",
                    ),
                ],
            },
        )
    ),
]

RULES = {
    "agencyevent": [
        *WRITTEN_ONCE,
        refuses(
            "agency_event_is_past",
            sentence="The date must be today or in the past.",
            operation=pgtrigger.Insert,
            when="NEW.held_on > (clock_timestamp() AT TIME ZONE 'Europe/London')::date",
        ),
    ],
    "groupmeeting": [
        *TRACKED,
        refuses(
            "group_meeting_led_by_a_leader",
            sentence="The group is led by the director or another senior leader.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
                    NOT EXISTS (
                        SELECT 1 FROM workforce_rolegrant g
                        WHERE g.worker_id = NEW.led_by_id AND g.role = 'senior_leader' AND g.approved_at IS NOT NULL
                          AND g.starts_on <= NEW.held_on AND (g.ends_on IS NULL OR g.ends_on >= NEW.held_on))
                """,
        ),
        refuses(
            "group_meeting_minuted_afterwards",
            sentence="The notes of a meeting are written on its day or afterwards.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="(NEW.minuted_at AT TIME ZONE 'Europe/London')::date < NEW.held_on",
        ),
    ],
    "groupattendance": WRITTEN_ONCE,
    "groupaction": [
        *TRACKED,
        refuses(
            "group_action_stays",
            sentence="What was agreed cannot be changed. Agree a new action.",
            operation=pgtrigger.Update,
            when="""
        (NEW.meeting_id, NEW.agency_id, NEW.what, NEW.owner_id, NEW.started_on, NEW.due_on)
        IS DISTINCT FROM (OLD.meeting_id, OLD.agency_id, OLD.what, OLD.owner_id, OLD.started_on, OLD.due_on)
        OR OLD.finished_on IS NOT NULL
           AND (NEW.finished_on, NEW.done_by_id, NEW.evidence)
           IS DISTINCT FROM (OLD.finished_on, OLD.done_by_id, OLD.evidence)
        OR OLD.verified_on IS NOT NULL
           AND (NEW.verified_on, NEW.verified_by_id) IS DISTINCT FROM (OLD.verified_on, OLD.verified_by_id)
    """,
        ),
    ],
}
