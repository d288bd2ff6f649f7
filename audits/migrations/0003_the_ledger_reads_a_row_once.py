"""The ledger's triggers make the text of a written row once instead of at each place that reads it."""

from django.db import migrations

from frontdoor.core.trigger_texts import LEDGER_READS_A_ROW_ONCE, RewriteTriggers


class Migration(migrations.Migration):
    dependencies = [("audits", "0002_look_backs")]

    operations = [RewriteTriggers("ledger_", LEDGER_READS_A_ROW_ONCE)]
