"""How many of a week's reviews of referrals are rated a second time, as dated data."""

from datetime import date

from django.db import migrations

SINCE = date(2000, 1, 1)
SOURCE = "Local standard; to be confirmed by the authority"


def load(apps, schema_editor) -> None:
    system = apps.get_model("workforce", "Worker").objects.get(is_system=True)
    schema_editor.execute("SELECT set_config('frontdoor.actor', %s, true)", [str(system.pk)])
    apps.get_model("frontdoor", "PolicyPeriod").objects.create(
        code="K08-SAMPLE",
        name="Reviews of referrals rated a second time",
        value=10,
        unit="per_cent",
        valid_from=SINCE,
        source=SOURCE,
        set_by=system,
    )


class Migration(migrations.Migration):
    dependencies = [("frontdoor", "0009_reviews_of_referrals_and_learning_with_agencies")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
