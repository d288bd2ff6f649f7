"""Every table of workforce, as migrations had made them by the end of November 2026."""

from django.db import migrations

from frontdoor.core.migrating import Together
from workforce.migrations.beginning import TABLES


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("workforce", "0001_initial"),
        ("workforce", "0002_role_dates_are_compared_without_ranges"),
        ("workforce", "0003_partners_refer"),
        ("workforce", "0005_versions_are_written_by_the_database"),
    ]
    dependencies = [("frontdoor", "0001_extensions_and_agencies")]

    operations = [Together(TABLES)]
