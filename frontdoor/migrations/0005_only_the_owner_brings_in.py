"""Rules about the present are lifted for the owner of the tables alone, not for the role that serves pages.

A child who grew up on record comes in by the id of the former system, which stays on the row.
"""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

from frontdoor.core.migrating import RewordTriggers

ANYBODY = "(coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on')"
THE_OWNER = (
    "(coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on'"
    " AND has_schema_privilege(session_user, 'public', 'CREATE'))"
)


class Migration(migrations.Migration):
    dependencies = [("frontdoor", "0004_reference_data")]

    operations = [
        RewordTriggers(ANYBODY, THE_OWNER),
        pgtrigger.migrations.RemoveTrigger(
            model_name='person',
            name='person_child_born_of_late',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='person_child_born_of_late', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n            NEW.is_child AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) AND NOT (TG_OP = 'INSERT' AND NEW.legacy_id IS NOT NULL)\n            AND (TG_OP = 'INSERT' OR (NEW.is_child, NEW.birth_date) IS DISTINCT FROM (OLD.is_child, OLD.birth_date))\n            AND NEW.birth_date < ((clock_timestamp() AT TIME ZONE 'Europe/London')::date - interval '25 years')::date\n         THEN\n                RAISE EXCEPTION 'This date of birth is more than 25 years ago, so it is not a child''s. Check it.' USING ERRCODE = 'check_violation', CONSTRAINT = 'person_child_born_of_late';\n            END IF;\n            RETURN NEW;\n        ", hash='393da2826277050c1d56317e8cfaef7681d892b0', operation='INSERT OR UPDATE OF "is_child", "birth_date"', pgid='pgtrigger_person_child_born_of_late_e55ba', table='frontdoor_person', when='BEFORE')),
        ),
    ]
