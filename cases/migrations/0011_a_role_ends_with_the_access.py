"""A role that was taken away is asked for to the moment, and not to the end of its last day."""

import re

from django.db import migrations

from frontdoor.core.migrating import RewordTriggers

TO_THE_DAY = re.compile(
    r"g\.starts_on <= \((?P<at>.+) AT TIME ZONE 'Europe/London'\)::date"
    r" AND \(g\.ends_on IS NULL OR g\.ends_on >= \((?P=at) AT TIME ZONE 'Europe/London'\)::date\)(?!\s+AND \(g\.ended_at)"
)
TO_THE_MOMENT = r"\g<0>\n              AND (g.ended_at IS NULL OR g.ended_at > \g<at>)"


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_every_meeting_counts"), ("workforce", "0004_a_role_ends_with_the_access")]

    operations = [RewordTriggers(TO_THE_DAY, TO_THE_MOMENT)]
