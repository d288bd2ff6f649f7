"""Rules about the present are lifted for the owner of the tables alone, not for the role that serves pages."""

from django.db import migrations

from frontdoor.core.migrating import RewordTriggers

ANYBODY = "(coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on')"
THE_OWNER = (
    "(coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on'"
    " AND has_schema_privilege(session_user, 'public', 'CREATE'))"
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_rules")]

    operations = [RewordTriggers(ANYBODY, THE_OWNER)]
