"""A form sent twice is one act: the second sending gets the first one's answer."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name="SubmittedForm",
        fields=[
            ("key", models.UUIDField(primary_key=True, serialize=False)),
            (
                "worker",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("answer", models.BigIntegerField(null=True)),
            ("content", models.CharField(db_default="", default="", max_length=64)),
            ("place", models.CharField(db_default="", default="", max_length=500)),
            ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
        ],
    ),
]

RULES: dict = {}
