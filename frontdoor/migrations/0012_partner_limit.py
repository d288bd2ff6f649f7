"""How many referrals one agency sends in an hour before the next are called back; a default to be confirmed."""

from datetime import date

from django.db import migrations

SINCE = date(2000, 1, 1)


def load(apps, schema_editor) -> None:
    system = apps.get_model("workforce", "Worker").objects.get(is_system=True)
    schema_editor.execute("SELECT set_config('frontdoor.actor', %s, true)", [str(system.pk)])
    apps.get_model("frontdoor", "PolicyPeriod").objects.create(
        code="PARTNER-HOUR",
        name="Referrals of one agency in an hour; those above are called back",
        value=30,
        unit="referrals",
        source="Local standard; to be confirmed by the authority",
        valid_from=SINCE,
        set_by=system,
    )


class Migration(migrations.Migration):
    dependencies = [("frontdoor", "0011_partners_refer"), ("workforce", "0003_partners_refer")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
