"""The rules that stand on the tables."""

from django.db import migrations

from frontdoor.core.migrating import AddTriggers
from workforce.migrations.beginning import RULES


class Migration(migrations.Migration):
    replaces = [("workforce", "0004_the_ledger_reads_a_row_once")]
    dependencies = [("workforce", "0001_tables"), ("frontdoor", "0003_rules")]

    operations = [AddTriggers(RULES)]
