"""Every table of audits, as migrations had made them by the end of November 2026."""

from django.db import migrations

from audits.migrations.beginning import TABLES
from frontdoor.core.migrating import Together


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("audits", "0001_initial"),
        ("audits", "0002_look_backs"),
        ("audits", "0004_inspection_findings"),
        ("audits", "0005_versions_are_written_by_the_database"),
    ]
    dependencies = [("frontdoor", "0002_tables"), ("workforce", "0001_tables"), ("cases", "0001_tables")]

    operations = [Together(TABLES)]
