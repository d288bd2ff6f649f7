"""The levels that every installation starts with count as published, and say who leads (domain.md 3.1)."""

from django.db import migrations
from django.utils import timezone

LEADS = {
    "1": "Families, schools and health services",
    "2": "A lead practitioner of the service that knows the family best",
    "3": "A lead practitioner who brings the services together",
    "4": "A social worker",
}


def publish(apps, schema_editor) -> None:
    system = apps.get_model("workforce", "Worker").objects.get(is_system=True)
    schema_editor.execute("SELECT set_config('frontdoor.actor', %s, true)", [str(system.pk)])
    schema_editor.execute("SELECT set_config('frontdoor.bringing_in', 'on', true)")
    for scheme in apps.get_model("frontdoor", "ThresholdScheme").objects.filter(approved_at=None):
        for level in scheme.levels.filter(leads="", code__in=LEADS):
            level.leads, level.version = LEADS[level.code], level.version + 1
            level.save()
        scheme.approved_at, scheme.approved_by_id, scheme.version = timezone.now(), system.pk, scheme.version + 1
        scheme.save()
    schema_editor.execute("SELECT set_config('frontdoor.bringing_in', '', true)")


class Migration(migrations.Migration):
    dependencies = [("frontdoor", "0021_levels_with_dates_and_evidence"), ("workforce", "0001_initial")]

    operations = [migrations.RunPython(publish, migrations.RunPython.noop)]
