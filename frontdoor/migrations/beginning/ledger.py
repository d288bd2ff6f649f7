"""What was done and who looked, provable years later: ids only, no names, written in the transaction of the act."""

import django.contrib.postgres.fields
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import pgtrigger
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name="LedgerEvent",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            (
                "transaction_id",
                models.BigIntegerField(
                    db_default=django.db.models.functions.comparison.Cast(
                        django.db.models.functions.comparison.Cast(
                            models.Func(function="pg_current_xact_id", output_field=models.TextField()),
                            models.TextField(),
                        ),
                        models.BigIntegerField(),
                    ),
                    editable=False,
                    null=True,
                ),
            ),
            ("actor_id", models.BigIntegerField()),
            (
                "verb",
                models.CharField(
                    choices=[
                        ("collect", "recorded"),
                        ("alter", "changed"),
                        ("consult", "looked at"),
                        ("disclose", "disclosed"),
                        ("combine", "combined"),
                        ("erase", "erased"),
                        ("decide", "decided"),
                        ("grant", "granted"),
                    ],
                    max_length=8,
                ),
            ),
            ("subject", models.CharField(max_length=63)),
            ("subject_id", models.BigIntegerField()),
            (
                "person_ids",
                django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None),
            ),
            ("basis", models.CharField(blank=True, max_length=63)),
            ("request_id", models.CharField(blank=True, max_length=36)),
            ("digest", models.BinaryField(default=b"")),
        ],
        options={
            "indexes": [
                models.Index(fields=["subject", "subject_id"], name="ledger_subject"),
                models.Index(fields=["actor_id", "at"], name="ledger_actor"),
            ],
        },
    ),
]

RULES = {
    "ledgerevent": [
        pgtrigger.Trigger(
            name="ledger_is_append_only",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate,
            func="RAISE EXCEPTION 'The ledger can only be added to.' USING ERRCODE = 'check_violation';",
        ),
        pgtrigger.Trigger(
            name="ledger_stamp",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            condition=pgtrigger.Condition("pg_trigger_depth() = 0"),
            func="""
                    NEW.at := clock_timestamp();
                    NEW.transaction_id := pg_current_xact_id()::text::bigint;
                    RETURN NEW;
                """,
        ),
    ],
}
