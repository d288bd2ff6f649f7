"""Every table of cases, as migrations had made them by the end of November 2026."""

from django.db import migrations

from cases.migrations.beginning import TABLES
from frontdoor.core.migrating import Together


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("cases", "0001_initial"),
        ("cases", "0002_reasons_for_late_and_returned_assessments"),
        ("cases", "0003_caseload_found_by_end"),
        ("cases", "0004_assessment_needs_consent"),
        ("cases", "0006_versions_are_written_by_the_database"),
    ]
    dependencies = [("frontdoor", "0002_tables"), ("workforce", "0001_tables")]

    operations = [Together(TABLES)]
