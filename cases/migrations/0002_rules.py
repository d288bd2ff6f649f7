"""The rules that stand on the tables."""

from django.db import migrations

from cases.migrations.beginning import RULES
from frontdoor.core.migrating import AddTriggers


class Migration(migrations.Migration):
    replaces = [("cases", "0005_the_ledger_reads_a_row_once")]
    dependencies = [("cases", "0001_tables"), ("frontdoor", "0003_rules")]

    operations = [AddTriggers(RULES)]
