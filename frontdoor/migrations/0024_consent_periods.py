"""How long a manager has to decide what an answer opened, a family to be told, and how many decisions are reviewed.

Every decision to ask without consent is reviewed in the first three months, then one in five at least (domain.md T33).
"""

from datetime import date

from dateutil.relativedelta import relativedelta
from django.db import migrations
from django.utils import timezone

SINCE = date(2000, 1, 1)
LOCAL = "Local standard; to be confirmed by the authority"
FIRST_MONTHS = relativedelta(months=3)

PERIODS = [
    ("T33-SHARE", "Consent overrides drawn for review", 100, "per_cent"),
    ("C-MATTER", "Manager decides what an answer about consent opened", 1, "working_days"),
    ("C-TOLD", "Family told that agencies were asked without consent", 10, "working_days"),
    ("C-TOLD-WRONG", "Family told that asking without consent was not justified", 2, "working_days"),
    ("C-REMEDY", "Unjustified override put right and checked", 5, "working_days"),
]


def load(apps, schema_editor) -> None:
    period = apps.get_model("frontdoor", "PolicyPeriod")
    system = apps.get_model("workforce", "Worker").objects.get(is_system=True)
    schema_editor.execute("SELECT set_config('frontdoor.actor', %s, true)", [str(system.pk)])
    later = timezone.localdate() + FIRST_MONTHS
    rows = [(*row, SINCE) for row in PERIODS]
    rows.append(("T33-SHARE", "Consent overrides drawn for review", 20, "per_cent", later))
    period.objects.bulk_create(
        period(code=code, name=name, value=value, unit=unit, source=LOCAL, valid_from=since, set_by=system)
        for code, name, value, unit, since in rows
    )


class Migration(migrations.Migration):
    dependencies = [
        ("frontdoor", "0023_consent_positions_and_reviews"),
        ("workforce", "0002_role_dates_are_compared_without_ranges"),
    ]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
