"""The rules that stand on the tables, and the functions that rules and actions call."""

from django.db import migrations

from frontdoor.core.migrating import AddTriggers
from frontdoor.migrations.beginning import RULES
from frontdoor.migrations.beginning.joining import FUNCTIONS, FUNCTIONS_GONE
from frontdoor.migrations.beginning.names import DICTIONARY, DICTIONARY_GONE


class Migration(migrations.Migration):
    replaces = [
        ("frontdoor", "0032_the_ledger_reads_a_row_once"),
        ("frontdoor", "0039_versions_are_written_by_the_database"),
    ]
    dependencies = [("frontdoor", "0002_tables")]

    operations = [
        migrations.RunSQL(FUNCTIONS, FUNCTIONS_GONE),
        migrations.RunSQL(DICTIONARY, DICTIONARY_GONE),
        AddTriggers(RULES),
    ]
