"""That a worker's caseload was noticed above a limit; the caseload itself is always counted, never stored."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from frontdoor.migrations.beginning.words import RECORDED

TABLES = [
    migrations.CreateModel(
        name="CaseloadFlag",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            (
                "worker",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="caseload_flags",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "level",
                models.CharField(
                    choices=[
                        ("amber", "Above the comfortable limit"),
                        ("red", "Above the limit"),
                        ("critical", "Far above the limit"),
                        ("alarm", "Alarm to the director"),
                    ],
                    max_length=8,
                ),
            ),
            ("children", models.PositiveIntegerField(verbose_name="children when noticed")),
            ("limit", models.PositiveIntegerField(verbose_name="limit for this worker's hours")),
            ("noticed_on", models.DateField()),
            ("cleared_on", models.DateField(null=True)),
        ],
        options={
            "abstract": False,
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("cleared_on__isnull", True)),
                    fields=("worker", "level"),
                    name="caseload_flag_once",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("cleared_on__isnull", True), ("cleared_on__gte", models.F("noticed_on")), _connector="OR"
                    ),
                    name="caseload_flag_cleared_after",
                ),
            ],
        },
    ),
]

RULES = {
    "caseloadflag": RECORDED,
}
