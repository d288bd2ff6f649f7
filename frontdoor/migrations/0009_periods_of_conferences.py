"""By when reports to a conference, decision letters and records are out, until the authority sets its own."""

from datetime import date

from django.db import migrations

SINCE = date(2000, 1, 1)
LOCAL = "Local standard; to be confirmed by the authority"
PERIODS = [
    ("CONF-REPORT", "Reports to a conference shared with the family before it", 2),
    ("CONF-LETTER", "Decision letter of a conference sent", 1),
    ("CONF-RECORD", "Record of a conference circulated", 15),
]


def load(apps, schema_editor) -> None:
    system = apps.get_model("workforce", "Worker").objects.get(is_system=True)
    schema_editor.execute("SELECT set_config('frontdoor.actor', %s, true)", [str(system.pk)])
    period = apps.get_model("frontdoor", "PolicyPeriod")
    period.objects.bulk_create(
        period(code=code, name=name, value=value, unit="working_days", source=LOCAL, valid_from=SINCE, set_by=system)
        for code, name, value in PERIODS
    )


class Migration(migrations.Migration):
    dependencies = [("frontdoor", "0008_who_decides_that_nobody_is_asked")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
