"""Whether an agency's contact needed social care: one code, given by a reviewer (domain.md 3.3)."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger
from django.conf import settings
from django.db import migrations, models

from frontdoor.migrations.beginning.words import WRITTEN_ONCE, refuses

TABLES = [
    migrations.CreateModel(
        name="ContactReview",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            (
                "contact",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="frontdoor.contact"
                ),
            ),
            (
                "stage",
                models.CharField(
                    choices=[
                        ("first", "First rating"),
                        ("second", "Second rating"),
                        ("agreed", "Agreed after two ratings"),
                    ],
                    max_length=6,
                ),
            ),
            (
                "code",
                models.CharField(
                    choices=[
                        ("AP", "Appropriate"),
                        ("I1", "Below the threshold, early help not tried"),
                        ("I2", "Already open, should have gone to the worker"),
                        ("I3", "Duplicate of the same incident"),
                        ("I4", "No consent sought and no reason given"),
                        ("I5", "Not enough information"),
                        ("I6", "Wrong authority or service"),
                        ("I7", "Information-only notice sent as a referral"),
                        ("U", "Under-referral: came late, or the level was understated"),
                    ],
                    max_length=2,
                ),
            ),
            (
                "grounds",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(
                        choices=[
                            ("told", "What the agency told us"),
                            ("tried", "What the agency had already tried"),
                            ("consent", "What the family had been told or asked"),
                            ("history", "What was already known of the children"),
                            ("timing", "When it reached us"),
                            ("level", "The level of need against the threshold document"),
                            ("outcome", "What was decided"),
                        ],
                        max_length=7,
                    ),
                    error_messages={
                        "blank": "An outcome alone does not say whether a referral was right. Choose at least one other fact."
                    },
                    size=None,
                    verbose_name="facts it rests on",
                ),
            ),
            ("helped", models.TextField(blank=True, verbose_name="what would have helped")),
            ("reason", models.TextField(blank=True, verbose_name="why it was corrected or what was agreed")),
            (
                "corrects",
                models.OneToOneField(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="corrected_by_review",
                    to="frontdoor.contactreview",
                ),
            ),
            (
                "reviewed_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("reviewed_at", models.DateTimeField()),
        ],
        options={
            "abstract": False,
            "indexes": [
                models.Index(fields=["contact", "-reviewed_at", "-id"], name="review_of_contact"),
                models.Index(fields=["reviewed_at"], name="review_by_time"),
            ],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("corrects__isnull", True)),
                    fields=("contact", "stage"),
                    name="review_once_a_stage",
                    violation_error_message="This contact has already been reviewed.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "grounds__contained_by",
                            ["told", "tried", "consent", "history", "timing", "level", "outcome"],
                        ),
                        models.Q(("grounds__contained_by", ["outcome"]), _negated=True),
                    ),
                    name="review_rests_on_more_than_the_outcome",
                    violation_error_message="An outcome alone does not say whether a referral was right. Choose at least one other fact.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("code", "AP"),
                        django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.text.Length(
                                django.db.models.functions.text.Trim(models.F("helped"))
                            ),
                            20,
                        ),
                        _connector="OR",
                    ),
                    name="review_says_what_would_have_helped",
                    violation_error_message="Say what would have helped, in at least 20 characters.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("corrects__isnull", True), models.Q(("stage", "agreed"), _negated=True)),
                        django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.text.Length(
                                django.db.models.functions.text.Trim(models.F("reason"))
                            ),
                            20,
                        ),
                        _connector="OR",
                    ),
                    name="review_changed_with_a_reason",
                    violation_error_message="Give the reason in at least 20 characters.",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ReviewTurn",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            (
                "contact",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="review_turns", to="frontdoor.contact"
                ),
            ),
            (
                "taken_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("taken_at", models.DateTimeField()),
        ],
        options={
            "abstract": False,
            "indexes": [models.Index(fields=["contact", "-taken_at"], name="review_turn_latest")],
        },
    ),
    migrations.CreateModel(
        name="ReviewDraw",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            (
                "week_from",
                models.DateField(error_messages={"unique": "The sample of this week is already drawn."}, unique=True),
            ),
            ("per_cent", models.PositiveSmallIntegerField()),
            ("seed", models.BigIntegerField()),
            ("rated", models.PositiveIntegerField(verbose_name="first ratings in the week")),
            (
                "drawn_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("drawn_at", models.DateTimeField()),
        ],
        options={
            "abstract": False,
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("week_from__iso_week_day", 1)),
                    name="draw_of_a_week_from_monday",
                    violation_error_message="A sample is drawn for a week that begins on a Monday.",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="SampledContact",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            (
                "draw",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="contacts", to="frontdoor.reviewdraw"
                ),
            ),
            (
                "contact",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, related_name="sampled", to="frontdoor.contact"
                ),
            ),
        ],
        options={
            "abstract": False,
        },
    ),
]

RULES = {
    "contactreview": [
        *WRITTEN_ONCE,
        refuses(
            "review_not_by_the_recorder",
            sentence="Somebody other than the person who recorded the contact must review it.",
            operation=pgtrigger.Insert,
            when="""
        EXISTS (SELECT 1 FROM frontdoor_contact c WHERE c.id = NEW.contact_id AND c.recorded_by_id = NEW.reviewed_by_id)
    """,
        ),
        refuses(
            "review_of_a_decided_contact",
            sentence="Only a contact from an agency that has been decided can be reviewed.",
            operation=pgtrigger.Insert,
            when="""
        NOT EXISTS (SELECT 1 FROM frontdoor_contact c
                    WHERE c.id = NEW.contact_id AND c.agency_id IS NOT NULL AND c.decided_at <= NEW.reviewed_at)
    """,
        ),
        refuses(
            "review_second_by_another",
            sentence="A second rating is given by somebody other than the first reviewer, on a contact drawn for it.",
            operation=pgtrigger.Insert,
            when="""
        NEW.stage = 'second' AND (
            NOT EXISTS (SELECT 1 FROM frontdoor_sampledcontact s WHERE s.contact_id = NEW.contact_id)
            OR EXISTS (SELECT 1 FROM frontdoor_contactreview r
                       WHERE r.contact_id = NEW.contact_id AND r.reviewed_by_id = NEW.reviewed_by_id))
    """,
        ),
        refuses(
            "review_agreed_after_two",
            sentence="Two people must have rated the contact before they can agree on a code.",
            operation=pgtrigger.Insert,
            when="""
        NEW.stage = 'agreed' AND NOT EXISTS (
            SELECT 1 FROM frontdoor_contactreview r WHERE r.contact_id = NEW.contact_id AND r.stage = 'second')
    """,
        ),
        refuses(
            "review_corrected_by_its_reviewer",
            sentence="Only the person who gave a code can correct it, and not once the contact has been rated a second time.",
            operation=pgtrigger.Insert,
            when="""
        NEW.corrects_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM frontdoor_contactreview r
            WHERE r.id = NEW.corrects_id AND r.contact_id = NEW.contact_id AND r.stage = NEW.stage
              AND (r.stage = 'agreed' OR r.stage = 'first' AND r.reviewed_by_id = NEW.reviewed_by_id AND NOT EXISTS (
                  SELECT 1 FROM frontdoor_contactreview s WHERE s.contact_id = NEW.contact_id AND s.stage = 'second')))
    """,
        ),
        refuses(
            "review_made_in_person",
            sentence="A review is signed by the person who makes it, at the time it is made.",
            operation=pgtrigger.Insert,
            when="""
        NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND (
            NEW.reviewed_by_id::text IS DISTINCT FROM current_setting('frontdoor.actor', true)
            OR abs(extract(epoch FROM NEW.reviewed_at - clock_timestamp())) > 300)
    """,
        ),
    ],
    "reviewturn": WRITTEN_ONCE,
    "reviewdraw": WRITTEN_ONCE,
    "sampledcontact": WRITTEN_ONCE,
}
