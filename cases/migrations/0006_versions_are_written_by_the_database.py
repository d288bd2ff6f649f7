"""Versions of tracked rows are written by triggers, so that no road a change takes goes round them."""

from django.db import migrations

from frontdoor.core.trigger_texts import VERSIONS_ARE_KEPT, AddTriggers
from frontdoor.core.version_triggers import version_triggers


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_the_ledger_reads_a_row_once")]

    operations = [AddTriggers(version_triggers(VERSIONS_ARE_KEPT))]
