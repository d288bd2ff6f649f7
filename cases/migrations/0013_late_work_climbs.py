"""How long work may stay late before it climbs to the head of service."""

from datetime import date

from django.db import migrations

SINCE = date(2000, 1, 1)
LOCAL = "Local standard; to be confirmed by the authority"
LIMITS = [("LATE-CLIMBS", "Late work climbs to the head of service", 7, "calendar_days")]


def load_when_late_work_climbs(apps, schema_editor) -> None:
    period = apps.get_model("frontdoor", "PolicyPeriod")
    system = apps.get_model("workforce", "Worker").objects.get(is_system=True)
    schema_editor.execute("SELECT set_config('frontdoor.actor', %s, true)", [str(system.pk)])
    schema_editor.execute("SELECT set_config('frontdoor.bringing_in', 'on', true)")
    period.objects.bulk_create(
        period(code=code, name=name, value=value, unit=unit, source=LOCAL, valid_from=SINCE, set_by=system)
        for code, name, value, unit in LIMITS
    )
    schema_editor.execute("SELECT set_config('frontdoor.bringing_in', '', true)")


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_what_a_signature_promises_is_kept")]

    operations = [migrations.RunPython(load_when_late_work_climbs, migrations.RunPython.noop)]
