"""The ledger's triggers make the text of a written row once instead of at each place that reads it."""

from django.db import migrations

from frontdoor.core.trigger_texts import LEDGER_READS_A_ROW_ONCE, RewriteTriggers


class Migration(migrations.Migration):
    dependencies = [("frontdoor", "0031_what_fell_due_and_who_worked_is_found_by_day")]

    operations = [RewriteTriggers("ledger_", LEDGER_READS_A_ROW_ONCE)]
