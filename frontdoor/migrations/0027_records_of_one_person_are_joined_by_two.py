"""Links between records, merges by two people, births; and the functions by which the database moves rows."""

import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
import simple_history.models
from django.conf import settings
from django.db import migrations, models

# Which records are one: those joined into a record, however deep, with the record itself.
SAME_RECORD = """
CREATE FUNCTION frontdoor_same_record(wanted bigint) RETURNS bigint[]
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    WITH RECURSIVE joined(id) AS (
        SELECT wanted
        UNION
        SELECT p.id FROM frontdoor_person p JOIN joined ON p.merged_into_id = joined.id
    )
    SELECT array_agg(id) FROM joined
$$;
"""

# Every column of the database that points at a person, found by looking, so that no table of a later app is left out.
# Left apart: what says that records are joined, and grants, which must never open more than they did.
POINTERS = """
CREATE FUNCTION frontdoor_person_pointers() RETURNS TABLE (in_table text, in_column text)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT c.conrelid::regclass::text, a.attname::text
    FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' AND c.conparentid = 0 AND c.confrelid = 'frontdoor_person'::regclass
      AND c.conrelid NOT IN ('frontdoor_person'::regclass, 'frontdoor_personmerge'::regclass,
                             'frontdoor_movedrow'::regclass, 'frontdoor_accessgrant'::regclass)
    ORDER BY 1, 2
$$;
"""

# Lets one row point at another person. What was written once, or decided, is moved too (is_written_once, *_stays):
# nothing else in it changes. A tie names the lower of its two ids first, so that its columns may change places.
POINT = """
CREATE FUNCTION frontdoor_point(in_table text, in_column text, row_id bigint, was bigint, person bigint) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    stays text[];
    counted text := '';
BEGIN
    SELECT coalesce(array_agg(tgname::text), '{}') INTO stays
    FROM pg_trigger WHERE tgrelid = in_table::regclass AND tgname ~ '^pgtrigger_(is_written_once|.*_stays)_[0-9a-f]+$';
    IF EXISTS (SELECT 1 FROM pg_trigger
               WHERE tgrelid = in_table::regclass AND tgname LIKE 'pgtrigger_version_goes_up_by_one_%') THEN
        counted := ', version = version + 1';
    END IF;
    PERFORM set_config('pgtrigger.ignore', stays::text, true);
    IF in_table = 'frontdoor_tie' THEN
        UPDATE frontdoor_tie
        SET person_id = least(person, CASE WHEN person_id = was THEN other_id ELSE person_id END),
            other_id = greatest(person, CASE WHEN person_id = was THEN other_id ELSE person_id END),
            version = version + 1
        WHERE id = row_id;
    ELSE
        EXECUTE format('UPDATE %I SET %I = $1 %s WHERE id = $2', in_table, in_column, counted) USING person, row_id;
    END IF;
    PERFORM set_config('pgtrigger.ignore', '{}', true);
END $$;
REVOKE ALL ON FUNCTION frontdoor_point(text, text, bigint, bigint, bigint) FROM PUBLIC;
"""

# Grants that would open more than they did before stay with, or go to, the record that is joined into the other.
GRANTS = """
CREATE FUNCTION frontdoor_grants_apart(survivor bigint, merged bigint, survivor_restricted bool, merged_restricted bool)
RETURNS TABLE (grant_id bigint, belongs_to bigint)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    WITH live AS (
        SELECT id, worker_id, kind, person_id, expires_at,
               row_number() OVER (PARTITION BY worker_id, kind, person_id ORDER BY expires_at DESC, id) = 1 AS is_last
        FROM frontdoor_accessgrant WHERE person_id IN (survivor, merged) AND expires_at > clock_timestamp()
    ), last AS (SELECT * FROM live WHERE is_last),
    held AS (
        SELECT worker_id, kind, bool_or(person_id = survivor) AS on_survivor, bool_or(person_id = merged) AS on_merged
        FROM last GROUP BY worker_id, kind
    ), kept AS (
        SELECT DISTINCT ON (last.worker_id, last.kind) last.id
        FROM last JOIN held USING (worker_id, kind)
        WHERE CASE WHEN kind = 'restricted' AND (survivor_restricted OR merged_restricted)
            THEN (NOT survivor_restricted OR on_survivor) AND (NOT merged_restricted OR on_merged)
                 AND (survivor_restricted AND person_id = survivor OR merged_restricted AND person_id = merged)
            WHEN kind = 'restricted' THEN person_id = survivor
            ELSE on_survivor AND on_merged END
        ORDER BY last.worker_id, last.kind, last.expires_at, last.id
    )
    SELECT live.id, CASE WHEN live.id IN (SELECT id FROM kept) THEN survivor ELSE merged END FROM live
$$;
"""

COMBINE = """
CREATE FUNCTION frontdoor_combine(wanted bigint, may_stay text[])
RETURNS TABLE (in_table text, in_column text, row_id bigint, stayed boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    agreed frontdoor_personmerge;
    kept frontdoor_person;
    gone frontdoor_person;
    refusal text;
    broken text;
    state text;
    belongs_to bigint;
    was bigint;
    pass int;
BEGIN
    SELECT * INTO agreed FROM frontdoor_personmerge WHERE id = wanted FOR UPDATE;
    SELECT * INTO kept FROM frontdoor_person WHERE id = agreed.survivor_id FOR UPDATE;
    SELECT * INTO gone FROM frontdoor_person WHERE id = agreed.merged_id FOR UPDATE;
    IF agreed.decision IS DISTINCT FROM 'approved' OR agreed.undone_at IS NOT NULL
       OR gone.merged_into_id IS NOT NULL OR kept.merged_into_id IS NOT NULL
       OR agreed.decided_by_id::text IS DISTINCT FROM current_setting('frontdoor.actor', true) THEN
        RAISE EXCEPTION '{JOINED_BY_TWO}' USING ERRCODE = 'check_violation', CONSTRAINT = 'person_joined_by_two_people';
    END IF;
    FOR in_table, in_column, row_id, belongs_to IN
        SELECT 'frontdoor_accessgrant', 'person_id', a.grant_id, a.belongs_to
        FROM frontdoor_grants_apart(agreed.survivor_id, agreed.merged_id, kept.restricted, gone.restricted) a
        JOIN frontdoor_accessgrant g ON g.id = a.grant_id WHERE g.person_id <> a.belongs_to ORDER BY a.grant_id
    LOOP
        was := agreed.survivor_id + agreed.merged_id - belongs_to;
        INSERT INTO frontdoor_movedrow (merge_id, "table", "column", row_id, came_from_id, went_to_id)
        VALUES (wanted, in_table, in_column, row_id, was, belongs_to);
        PERFORM frontdoor_point(in_table, in_column, row_id, was, belongs_to);
        stayed := false;
        RETURN NEXT;
    END LOOP;
    IF gone.restricted AND NOT kept.restricted THEN
        UPDATE frontdoor_person SET restricted = true, version = version + 1 WHERE id = agreed.survivor_id;
    END IF;
    FOR pass IN 1..3 LOOP
        FOR in_table, in_column IN SELECT p.in_table, p.in_column FROM frontdoor_person_pointers() p LOOP
            FOR row_id IN EXECUTE format('SELECT id FROM %I WHERE %I = $1 ORDER BY id', in_table, in_column)
                USING agreed.merged_id
            LOOP
                BEGIN
                    PERFORM frontdoor_point(in_table, in_column, row_id, agreed.merged_id, agreed.survivor_id);
                    INSERT INTO frontdoor_movedrow (merge_id, "table", "column", row_id, came_from_id, went_to_id)
                    VALUES (wanted, in_table, in_column, row_id, agreed.merged_id, agreed.survivor_id);
                    stayed := false;
                    RETURN NEXT;
                EXCEPTION WHEN unique_violation OR exclusion_violation OR check_violation THEN
                    GET STACKED DIAGNOSTICS
                        refusal = MESSAGE_TEXT, broken = CONSTRAINT_NAME, state = RETURNED_SQLSTATE;
                    IF pass = 3 THEN
                        IF NOT (broken = ANY (may_stay) OR EXISTS (
                            SELECT 1 FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
                            WHERE c.relname = broken AND i.indpred IS NULL AND i.indnkeyatts > 1)) THEN
                            RAISE EXCEPTION '%', refusal
                                USING ERRCODE = state, CONSTRAINT = broken, TABLE = in_table;
                        END IF;
                        stayed := true;
                        RETURN NEXT;
                    END IF;
                END;
            END LOOP;
        END LOOP;
    END LOOP;
    UPDATE frontdoor_person SET merged_into_id = agreed.survivor_id, version = version + 1 WHERE id = agreed.merged_id;
END $$;
"""

SEPARATE = """
CREATE FUNCTION frontdoor_separate(wanted bigint) RETURNS TABLE (in_table text, in_column text, row_id bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    parted frontdoor_personmerge;
    back frontdoor_movedrow;
    stands_still boolean;
    pass int;
BEGIN
    SELECT * INTO parted FROM frontdoor_personmerge WHERE id = wanted FOR UPDATE;
    IF parted.undone_at IS NULL OR NOT EXISTS (
           SELECT 1 FROM frontdoor_person WHERE id = parted.merged_id AND merged_into_id = parted.survivor_id)
       OR parted.undone_by_id::text IS DISTINCT FROM current_setting('frontdoor.actor', true)
       OR EXISTS (SELECT 1 FROM frontdoor_personmerge m
                  WHERE m.id <> wanted AND m.decision = 'approved' AND m.undone_at IS NULL
                    AND (m.merged_id = parted.survivor_id
                         OR m.survivor_id = parted.survivor_id AND m.decided_at > parted.decided_at)) THEN
        RAISE EXCEPTION '{JOINED_BY_TWO}' USING ERRCODE = 'check_violation', CONSTRAINT = 'person_joined_by_two_people';
    END IF;
    UPDATE frontdoor_person SET merged_into_id = NULL, version = version + 1 WHERE id = parted.merged_id;
    FOR pass IN 1..3 LOOP
        FOR back IN SELECT * FROM frontdoor_movedrow WHERE merge_id = wanted ORDER BY id DESC LOOP
            IF back."table" = 'frontdoor_tie' THEN
                SELECT back.went_to_id IN (person_id, other_id) INTO stands_still
                FROM frontdoor_tie WHERE id = back.row_id;
            ELSE
                EXECUTE format('SELECT %I = $1 FROM %I WHERE id = $2', back."column", back."table")
                    INTO stands_still USING back.went_to_id, back.row_id;
            END IF;
            CONTINUE WHEN stands_still IS NOT TRUE;
            BEGIN
                PERFORM frontdoor_point(
                    back."table", back."column", back.row_id, back.went_to_id, back.came_from_id);
                in_table := back."table"; in_column := back."column"; row_id := back.row_id;
                RETURN NEXT;
            EXCEPTION WHEN unique_violation OR exclusion_violation OR check_violation THEN
                IF pass = 3 THEN
                    RAISE;
                END IF;
            END;
        END LOOP;
    END LOOP;
END $$;
"""
JOINED_BY_TWO = "Records are joined and parted only by a merge that two people agreed on."
FUNCTIONS = "".join(
    words.replace("{JOINED_BY_TWO}", JOINED_BY_TWO) for words in (SAME_RECORD, POINTERS, POINT, GRANTS, COMBINE, SEPARATE)
)
FUNCTIONS_GONE = """
DROP FUNCTION frontdoor_separate(bigint);
DROP FUNCTION frontdoor_combine(bigint, text[]);
DROP FUNCTION frontdoor_grants_apart(bigint, bigint, bool, bool);
DROP FUNCTION frontdoor_point(text, text, bigint, bigint, bigint);
DROP FUNCTION frontdoor_person_pointers();
DROP FUNCTION frontdoor_same_record(bigint);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('frontdoor', '0026_names_are_looked_up_in_a_dictionary'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Birth',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('born_on', models.DateField()),
                ('expected_on', models.DateField()),
                ('told_by', models.CharField(max_length=200, verbose_name='who told us')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='HistoricalIdentityLink',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('history_change_reason', models.CharField(blank=True, default='', max_length=200, null=True)),
                ('kind', models.CharField(choices=[('possible', 'Possibly the same person'), ('different', 'Known to be two people'), ('twins', 'Born together: two people')], max_length=9)),
                ('reason', models.CharField(max_length=300)),
                ('said_at', models.DateTimeField()),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical identity link',
                'verbose_name_plural': 'historical identity links',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalPersonMerge',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('history_change_reason', models.CharField(blank=True, default='', max_length=200, null=True)),
                ('choices', models.JSONField(blank=True, default=dict)),
                ('reason', models.TextField(error_messages={'blank': 'Say in at least 20 characters why these are one person.'}, verbose_name='why these are one person')),
                ('proposed_at', models.DateTimeField()),
                ('decision', models.CharField(blank=True, choices=[('approved', 'They are one person: join the records'), ('refused', 'Leave them apart')], editable=False, max_length=8)),
                ('decided_at', models.DateTimeField(editable=False, null=True)),
                ('decision_reason', models.TextField(blank=True, editable=False, verbose_name="the second person's reason")),
                ('before', models.JSONField(default=dict, editable=False)),
                ('undone_at', models.DateTimeField(editable=False, null=True)),
                ('undo_reason', models.TextField(blank=True, editable=False, verbose_name='why they were parted again')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical person merge',
                'verbose_name_plural': 'historical person merges',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='IdentityLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('kind', models.CharField(choices=[('possible', 'Possibly the same person'), ('different', 'Known to be two people'), ('twins', 'Born together: two people')], max_length=9)),
                ('reason', models.CharField(max_length=300)),
                ('said_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MovedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('table', models.CharField(max_length=63)),
                ('column', models.CharField(max_length=63)),
                ('row_id', models.BigIntegerField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PersonMerge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('choices', models.JSONField(blank=True, default=dict)),
                ('reason', models.TextField(error_messages={'blank': 'Say in at least 20 characters why these are one person.'}, verbose_name='why these are one person')),
                ('proposed_at', models.DateTimeField()),
                ('decision', models.CharField(blank=True, choices=[('approved', 'They are one person: join the records'), ('refused', 'Leave them apart')], editable=False, max_length=8)),
                ('decided_at', models.DateTimeField(editable=False, null=True)),
                ('decision_reason', models.TextField(blank=True, editable=False, verbose_name="the second person's reason")),
                ('before', models.JSONField(default=dict, editable=False)),
                ('undone_at', models.DateTimeField(editable=False, null=True)),
                ('undo_reason', models.TextField(blank=True, editable=False, verbose_name='why they were parted again')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='historicalperson',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='frontdoor.person'),
        ),
        migrations.AddField(
            model_name='person',
            name='merged_into',
            field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_records', to='frontdoor.person'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='person_merged'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='person_joined_by_two_people', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n        NEW.merged_into_id IS NOT NULL AND NOT EXISTS (\n            SELECT 1 FROM frontdoor_personmerge m\n            WHERE m.merged_id = NEW.id AND m.survivor_id = NEW.merged_into_id\n              AND m.decision = 'approved' AND m.undone_at IS NULL)\n        OR TG_OP = 'UPDATE' AND NEW.merged_into_id IS NULL AND OLD.merged_into_id IS NOT NULL AND EXISTS (\n            SELECT 1 FROM frontdoor_personmerge m\n            WHERE m.merged_id = NEW.id AND m.decision = 'approved' AND m.undone_at IS NULL)\n     THEN\n                RAISE EXCEPTION 'Records are joined and parted only by a merge that two people agreed on.' USING ERRCODE = 'check_violation', CONSTRAINT = 'person_joined_by_two_people';\n            END IF;\n            RETURN NEW;\n        ", hash='022b1e9d3bf95261d039e5a064270a3808e49f62', operation='INSERT OR UPDATE', pgid='pgtrigger_person_joined_by_two_people_61482', table='frontdoor_person', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='birth',
            name='child',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='births', to='frontdoor.person'),
        ),
        migrations.AddField(
            model_name='birth',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalidentitylink',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalidentitylink',
            name='one',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='frontdoor.person'),
        ),
        migrations.AddField(
            model_name='historicalidentitylink',
            name='other',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='frontdoor.person'),
        ),
        migrations.AddField(
            model_name='historicalidentitylink',
            name='said_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalpersonmerge',
            name='decided_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalpersonmerge',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalpersonmerge',
            name='merged',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='frontdoor.person'),
        ),
        migrations.AddField(
            model_name='historicalpersonmerge',
            name='proposed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalpersonmerge',
            name='survivor',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='frontdoor.person'),
        ),
        migrations.AddField(
            model_name='historicalpersonmerge',
            name='undone_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='identitylink',
            name='one',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links_from', to='frontdoor.person'),
        ),
        migrations.AddField(
            model_name='identitylink',
            name='other',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links_to', to='frontdoor.person'),
        ),
        migrations.AddField(
            model_name='identitylink',
            name='said_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='movedrow',
            name='came_from',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='frontdoor.person'),
        ),
        migrations.AddField(
            model_name='movedrow',
            name='went_to',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='frontdoor.person'),
        ),
        migrations.AddField(
            model_name='personmerge',
            name='decided_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='personmerge',
            name='merged',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges', to='frontdoor.person'),
        ),
        migrations.AddField(
            model_name='personmerge',
            name='proposed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges_proposed', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='personmerge',
            name='survivor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges_survived', to='frontdoor.person'),
        ),
        migrations.AddField(
            model_name='personmerge',
            name='undone_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='movedrow',
            name='merge',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moved', to='frontdoor.personmerge'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='birth',
            trigger=pgtrigger.compiler.Trigger(name='recorded_at_is_the_databases', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF TG_OP = 'INSERT' THEN NEW.recorded_at := clock_timestamp(); ELSE NEW.recorded_at := OLD.recorded_at; END IF;\n        RETURN NEW;\n    ", hash='fb0008ebe149be7fc7ba315acc5fa57f96014427', operation='INSERT OR UPDATE', pgid='pgtrigger_recorded_at_is_the_databases_d63a0', table='frontdoor_birth', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='birth',
            trigger=pgtrigger.compiler.Trigger(name='is_written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'This entry cannot be changed. Add a new one.' USING ERRCODE = 'check_violation';", hash='9e06d2040d36c508ee661eb84508ae4be0e00740', operation='UPDATE OR DELETE', pgid='pgtrigger_is_written_once_0445c', table='frontdoor_birth', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='birth',
            trigger=pgtrigger.compiler.Trigger(name='ledger_collect', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM new_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'collect', TG_TABLE_NAME,\n                   (to_jsonb(t)->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (to_jsonb(t)->>'id')::bigint END,\n                       (to_jsonb(t)->>'person_id')::bigint,\n                       (to_jsonb(t)->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(to_jsonb(t)::text, 'UTF8'))\n            FROM new_rows t;\n            RETURN NULL;\n        ", hash='9560c509f2d2b4cd324709b43e4daaf03c0c5344', level='STATEMENT', operation='INSERT', pgid='pgtrigger_ledger_collect_79b4c', referencing='REFERENCING NEW TABLE AS new_rows ', table='frontdoor_birth', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='birth',
            trigger=pgtrigger.compiler.Trigger(name='ledger_alter', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM new_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'alter', TG_TABLE_NAME,\n                   (to_jsonb(t)->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (to_jsonb(t)->>'id')::bigint END,\n                       (to_jsonb(t)->>'person_id')::bigint,\n                       (to_jsonb(t)->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(to_jsonb(t)::text, 'UTF8'))\n            FROM new_rows t;\n            RETURN NULL;\n        ", hash='2f080620a31b9be6977491938da4cb2322d90abe', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_ledger_alter_1c010', referencing='REFERENCING NEW TABLE AS new_rows ', table='frontdoor_birth', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='birth',
            trigger=pgtrigger.compiler.Trigger(name='ledger_erase', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM old_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'erase', TG_TABLE_NAME,\n                   (to_jsonb(t)->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (to_jsonb(t)->>'id')::bigint END,\n                       (to_jsonb(t)->>'person_id')::bigint,\n                       (to_jsonb(t)->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(to_jsonb(t)::text, 'UTF8'))\n            FROM old_rows t;\n            RETURN NULL;\n        ", hash='c6bc5b4ab6828a0fca1924f1317ae7c424c3154d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_ledger_erase_91cbb', referencing='REFERENCING OLD TABLE AS old_rows ', table='frontdoor_birth', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='identitylink',
            index=models.Index(condition=models.Q(('kind', 'possible')), fields=['-said_at', '-id'], name='identity_possible'),
        ),
        migrations.AddConstraint(
            model_name='identitylink',
            constraint=models.UniqueConstraint(django.db.models.functions.comparison.Least('one', 'other'), django.db.models.functions.comparison.Greatest('one', 'other'), name='identity_link_once'),
        ),
        migrations.AddConstraint(
            model_name='identitylink',
            constraint=models.CheckConstraint(condition=models.Q(('one', models.F('other')), _negated=True), name='identity_link_of_two', violation_error_message='A record cannot be compared with itself.'),
        ),
        migrations.AddConstraint(
            model_name='identitylink',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('reason'))), 10), name='identity_link_has_a_reason', violation_error_message='Say in at least 10 characters how you know.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='identitylink',
            trigger=pgtrigger.compiler.Trigger(name='recorded_at_is_the_databases', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF TG_OP = 'INSERT' THEN NEW.recorded_at := clock_timestamp(); ELSE NEW.recorded_at := OLD.recorded_at; END IF;\n        RETURN NEW;\n    ", hash='d7c3aae0c1c5fab423955eb3085d073a28cdf9d5', operation='INSERT OR UPDATE', pgid='pgtrigger_recorded_at_is_the_databases_f5f39', table='frontdoor_identitylink', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='identitylink',
            trigger=pgtrigger.compiler.Trigger(name='ledger_collect', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM new_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'collect', TG_TABLE_NAME,\n                   (to_jsonb(t)->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (to_jsonb(t)->>'id')::bigint END,\n                       (to_jsonb(t)->>'person_id')::bigint,\n                       (to_jsonb(t)->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(to_jsonb(t)::text, 'UTF8'))\n            FROM new_rows t;\n            RETURN NULL;\n        ", hash='7eb597f341b3dcea3c5b02d7381633ed1cb2efbd', level='STATEMENT', operation='INSERT', pgid='pgtrigger_ledger_collect_3cb4c', referencing='REFERENCING NEW TABLE AS new_rows ', table='frontdoor_identitylink', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='identitylink',
            trigger=pgtrigger.compiler.Trigger(name='ledger_alter', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM new_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'alter', TG_TABLE_NAME,\n                   (to_jsonb(t)->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (to_jsonb(t)->>'id')::bigint END,\n                       (to_jsonb(t)->>'person_id')::bigint,\n                       (to_jsonb(t)->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(to_jsonb(t)::text, 'UTF8'))\n            FROM new_rows t;\n            RETURN NULL;\n        ", hash='bda4743a2dbe161e6be8f75cbcf65f7973ec6af7', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_ledger_alter_27edc', referencing='REFERENCING NEW TABLE AS new_rows ', table='frontdoor_identitylink', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='identitylink',
            trigger=pgtrigger.compiler.Trigger(name='ledger_erase', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM old_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'erase', TG_TABLE_NAME,\n                   (to_jsonb(t)->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (to_jsonb(t)->>'id')::bigint END,\n                       (to_jsonb(t)->>'person_id')::bigint,\n                       (to_jsonb(t)->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(to_jsonb(t)::text, 'UTF8'))\n            FROM old_rows t;\n            RETURN NULL;\n        ", hash='3a160a4e614287a1c4169b38ebcfa0ba927edba7', level='STATEMENT', operation='DELETE', pgid='pgtrigger_ledger_erase_41980', referencing='REFERENCING OLD TABLE AS old_rows ', table='frontdoor_identitylink', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='personmerge',
            index=models.Index(condition=models.Q(('decided_at__isnull', True)), fields=['proposed_at', 'id'], name='merge_waiting'),
        ),
        migrations.AddIndex(
            model_name='personmerge',
            index=models.Index(fields=['-decided_at', '-id'], name='merge_decided'),
        ),
        migrations.AddConstraint(
            model_name='personmerge',
            constraint=models.CheckConstraint(condition=models.Q(('survivor', models.F('merged')), _negated=True), name='merge_of_two', violation_error_message='A record cannot be compared with itself.'),
        ),
        migrations.AddConstraint(
            model_name='personmerge',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('reason'))), 20), name='merge_has_a_reason', violation_error_message='Say in at least 20 characters why these are one person.'),
        ),
        migrations.AddConstraint(
            model_name='personmerge',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='merge_not_by_the_proposer', violation_error_message='Somebody other than the person who proposed it must decide this.'),
        ),
        migrations.AddConstraint(
            model_name='personmerge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('decision', '')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), models.Q(('decision', ''), _negated=True), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('decision_reason'))), 20)), _connector='OR'), name='merge_decided_whole', violation_error_message='A decision needs a manager, a time and a reason of at least 20 characters.'),
        ),
        migrations.AddConstraint(
            model_name='personmerge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('undone_at__isnull', True), ('undone_by__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), models.Q(('undone_at__isnull', True), models.Q(('decision', 'approved'), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('undo_reason'))), 20)), _connector='OR')), name='merge_undone_whole', violation_error_message='Say in at least 20 characters why these are two people after all.'),
        ),
        migrations.AddConstraint(
            model_name='personmerge',
            constraint=models.UniqueConstraint(django.db.models.functions.comparison.Least('survivor', 'merged'), django.db.models.functions.comparison.Greatest('survivor', 'merged'), condition=models.Q(('decided_at__isnull', True)), name='merge_proposed_once', violation_error_message='It has already been proposed that these two are one person.'),
        ),
        migrations.AddConstraint(
            model_name='personmerge',
            constraint=models.UniqueConstraint(condition=models.Q(('decision', 'approved'), ('undone_at__isnull', True)), fields=('merged',), name='merge_into_one', violation_error_message='One of these records has already been joined with another.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='personmerge',
            trigger=pgtrigger.compiler.Trigger(name='recorded_at_is_the_databases', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF TG_OP = 'INSERT' THEN NEW.recorded_at := clock_timestamp(); ELSE NEW.recorded_at := OLD.recorded_at; END IF;\n        RETURN NEW;\n    ", hash='bf291a0cf2575f0376366afd91a1a5b8f08753e5', operation='INSERT OR UPDATE', pgid='pgtrigger_recorded_at_is_the_databases_4db90', table='frontdoor_personmerge', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='personmerge',
            trigger=pgtrigger.compiler.Trigger(name='ledger_collect', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM new_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'collect', TG_TABLE_NAME,\n                   (to_jsonb(t)->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (to_jsonb(t)->>'id')::bigint END,\n                       (to_jsonb(t)->>'person_id')::bigint,\n                       (to_jsonb(t)->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(to_jsonb(t)::text, 'UTF8'))\n            FROM new_rows t;\n            RETURN NULL;\n        ", hash='d30f05fd63edfc47ba33c166a8aef88720b65a37', level='STATEMENT', operation='INSERT', pgid='pgtrigger_ledger_collect_95a58', referencing='REFERENCING NEW TABLE AS new_rows ', table='frontdoor_personmerge', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='personmerge',
            trigger=pgtrigger.compiler.Trigger(name='ledger_alter', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM new_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'alter', TG_TABLE_NAME,\n                   (to_jsonb(t)->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (to_jsonb(t)->>'id')::bigint END,\n                       (to_jsonb(t)->>'person_id')::bigint,\n                       (to_jsonb(t)->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(to_jsonb(t)::text, 'UTF8'))\n            FROM new_rows t;\n            RETURN NULL;\n        ", hash='7ecc0d521a7a6992d6d495fe5c04c905289d2062', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_ledger_alter_862cd', referencing='REFERENCING NEW TABLE AS new_rows ', table='frontdoor_personmerge', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='personmerge',
            trigger=pgtrigger.compiler.Trigger(name='ledger_erase', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM old_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'erase', TG_TABLE_NAME,\n                   (to_jsonb(t)->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (to_jsonb(t)->>'id')::bigint END,\n                       (to_jsonb(t)->>'person_id')::bigint,\n                       (to_jsonb(t)->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(to_jsonb(t)::text, 'UTF8'))\n            FROM old_rows t;\n            RETURN NULL;\n        ", hash='ebd272186abd5a6cad266a28db2da98e57008cff', level='STATEMENT', operation='DELETE', pgid='pgtrigger_ledger_erase_f8dda', referencing='REFERENCING OLD TABLE AS old_rows ', table='frontdoor_personmerge', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='personmerge',
            trigger=pgtrigger.compiler.Trigger(name='merge_decider_holds_the_right', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n        NEW.decided_by_id IS NOT NULL AND NOT EXISTS (\n            SELECT 1 FROM workforce_rolegrant g\n            WHERE g.worker_id = NEW.decided_by_id AND g.role IN ('practice_manager', 'service_manager') AND g.approved_at IS NOT NULL\n              AND g.starts_on <= (NEW.decided_at AT TIME ZONE 'Europe/London')::date\n              AND (g.ends_on IS NULL OR g.ends_on >= (NEW.decided_at AT TIME ZONE 'Europe/London')::date))\n     THEN\n                RAISE EXCEPTION 'Only a practice manager or service manager can decide that two records are joined.' USING ERRCODE = 'check_violation', CONSTRAINT = 'merge_decider_holds_the_right';\n            END IF;\n            RETURN NEW;\n        ", hash='700c6d107822886d3040e364a9d7db15f1809b42', operation='INSERT OR UPDATE', pgid='pgtrigger_merge_decider_holds_the_right_cc012', table='frontdoor_personmerge', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='personmerge',
            trigger=pgtrigger.compiler.Trigger(name='merge_signed_in_person', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n        TG_OP = 'INSERT' AND (NEW.decided_at IS NOT NULL OR NEW.undone_at IS NOT NULL\n            OR NEW.proposed_by_id::text IS DISTINCT FROM current_setting('frontdoor.actor', true))\n        OR TG_OP = 'UPDATE' AND OLD.decided_at IS NULL AND NEW.decided_at IS NOT NULL AND (\n            NEW.decided_by_id::text IS DISTINCT FROM current_setting('frontdoor.actor', true)\n            OR NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND abs(extract(epoch FROM NEW.decided_at - clock_timestamp())) > 300)\n        OR TG_OP = 'UPDATE' AND OLD.undone_at IS NULL AND NEW.undone_at IS NOT NULL AND (\n            NEW.undone_by_id::text IS DISTINCT FROM current_setting('frontdoor.actor', true)\n            OR NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND abs(extract(epoch FROM NEW.undone_at - clock_timestamp())) > 300)\n     THEN\n                RAISE EXCEPTION 'A decision is made by the manager who signs it, at the time it is made.' USING ERRCODE = 'check_violation', CONSTRAINT = 'merge_signed_in_person';\n            END IF;\n            RETURN NEW;\n        ", hash='2936d3519200d94e131285fffa43ca20a602a597', operation='INSERT OR UPDATE', pgid='pgtrigger_merge_signed_in_person_dcf0f', table='frontdoor_personmerge', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='personmerge',
            trigger=pgtrigger.compiler.Trigger(name='merge_proposal_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n        (NEW.survivor_id, NEW.merged_id, NEW.choices, NEW.reason, NEW.proposed_by_id, NEW.proposed_at)\n        IS DISTINCT FROM\n        (OLD.survivor_id, OLD.merged_id, OLD.choices, OLD.reason, OLD.proposed_by_id, OLD.proposed_at)\n        OR OLD.decided_at IS NOT NULL AND\n        (NEW.decision, NEW.decided_by_id, NEW.decided_at, NEW.decision_reason, NEW.before)\n        IS DISTINCT FROM (OLD.decision, OLD.decided_by_id, OLD.decided_at, OLD.decision_reason, OLD.before)\n        OR OLD.undone_at IS NOT NULL AND\n        (NEW.undone_by_id, NEW.undone_at, NEW.undo_reason)\n        IS DISTINCT FROM (OLD.undone_by_id, OLD.undone_at, OLD.undo_reason)\n     THEN\n                RAISE EXCEPTION 'A proposal to join two records and the decision on it cannot be changed. Make a new proposal.' USING ERRCODE = 'check_violation', CONSTRAINT = 'merge_proposal_stays';\n            END IF;\n            RETURN NEW;\n        ", hash='8bbbef9d773e726f5d416c2e13a13d5ebbeea5d7', operation='UPDATE', pgid='pgtrigger_merge_proposal_stays_cd824', table='frontdoor_personmerge', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='personmerge',
            trigger=pgtrigger.compiler.Trigger(name='merge_of_one_person', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n    NEW.undone_at IS NULL AND NEW.decision IS DISTINCT FROM 'refused'\n    AND (TG_OP = 'INSERT' OR OLD.decided_at IS NULL)\n AND (\n    EXISTS (SELECT 1 FROM frontdoor_identitylink l\n            WHERE l.kind IN ('different', 'twins')\n              AND (l.one_id = ANY (frontdoor_same_record(NEW.survivor_id))\n                   AND l.other_id = ANY (frontdoor_same_record(NEW.merged_id))\n                   OR l.one_id = ANY (frontdoor_same_record(NEW.merged_id))\n                   AND l.other_id = ANY (frontdoor_same_record(NEW.survivor_id))))\n    ) THEN\n                RAISE EXCEPTION 'These are known to be two people. Their records cannot be joined.' USING ERRCODE = 'check_violation', CONSTRAINT = 'merge_of_one_person';\n            END IF;\n            RETURN NEW;\n        ", hash='6f29a431419f4857a243e588c4dec7269d64a3a8', operation='INSERT OR UPDATE', pgid='pgtrigger_merge_of_one_person_56af9', table='frontdoor_personmerge', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='personmerge',
            trigger=pgtrigger.compiler.Trigger(name='merge_with_one_nhs_number', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n    NEW.undone_at IS NULL AND NEW.decision IS DISTINCT FROM 'refused'\n    AND (TG_OP = 'INSERT' OR OLD.decided_at IS NULL)\n AND (\n    EXISTS (SELECT 1 FROM frontdoor_person s JOIN frontdoor_person m ON m.nhs_number <> s.nhs_number\n            WHERE s.id = NEW.survivor_id AND m.id = NEW.merged_id)\n    ) THEN\n                RAISE EXCEPTION 'The two records have different NHS numbers. Find out which is right before they are joined.' USING ERRCODE = 'check_violation', CONSTRAINT = 'merge_with_one_nhs_number';\n            END IF;\n            RETURN NEW;\n        ", hash='2a0c1f8d2f55ad0539f5cdaaee272a03f0e94b23', operation='INSERT OR UPDATE', pgid='pgtrigger_merge_with_one_nhs_number_9c0c3', table='frontdoor_personmerge', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='personmerge',
            trigger=pgtrigger.compiler.Trigger(name='merge_with_one_open_case', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n    NEW.undone_at IS NULL AND NEW.decision IS DISTINCT FROM 'refused'\n    AND (TG_OP = 'INSERT' OR OLD.decided_at IS NULL)\n AND (\n    EXISTS (SELECT 1 FROM frontdoor_referral s JOIN frontdoor_referral m ON m.child_id = NEW.merged_id\n            WHERE s.child_id = NEW.survivor_id\n              AND s.closed_on IS NULL AND NOT s.no_further_action AND m.closed_on IS NULL AND NOT m.no_further_action)\n    ) THEN\n                RAISE EXCEPTION 'Both records have an open case. Close one of them first, so that the child is counted once.' USING ERRCODE = 'check_violation', CONSTRAINT = 'merge_with_one_open_case';\n            END IF;\n            RETURN NEW;\n        ", hash='67d4ed7edc09a439dd5f62110560f1dcf98922d4', operation='INSERT OR UPDATE', pgid='pgtrigger_merge_with_one_open_case_c5639', table='frontdoor_personmerge', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='personmerge',
            trigger=pgtrigger.compiler.Trigger(name='merge_of_records_that_stand', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n    NEW.undone_at IS NULL AND NEW.decision IS DISTINCT FROM 'refused'\n    AND (TG_OP = 'INSERT' OR OLD.decided_at IS NULL)\n AND (\n    EXISTS (SELECT 1 FROM frontdoor_person p\n            WHERE p.id IN (NEW.survivor_id, NEW.merged_id) AND p.merged_into_id IS NOT NULL)\n    ) THEN\n                RAISE EXCEPTION 'One of these records has already been joined with another.' USING ERRCODE = 'check_violation', CONSTRAINT = 'merge_of_records_that_stand';\n            END IF;\n            RETURN NEW;\n        ", hash='88e5efa0c72811fab5d593fe41a8dc67c973b7d0', operation='INSERT OR UPDATE', pgid='pgtrigger_merge_of_records_that_stand_10896', table='frontdoor_personmerge', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='movedrow',
            index=models.Index(fields=['table', 'row_id'], name='moved_row'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='movedrow',
            trigger=pgtrigger.compiler.Trigger(name='recorded_at_is_the_databases', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF TG_OP = 'INSERT' THEN NEW.recorded_at := clock_timestamp(); ELSE NEW.recorded_at := OLD.recorded_at; END IF;\n        RETURN NEW;\n    ", hash='25b8fa6feb5d661514ea48c46f7fda4291d8f984', operation='INSERT OR UPDATE', pgid='pgtrigger_recorded_at_is_the_databases_43b88', table='frontdoor_movedrow', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='movedrow',
            trigger=pgtrigger.compiler.Trigger(name='is_written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'This entry cannot be changed. Add a new one.' USING ERRCODE = 'check_violation';", hash='0ba930976d6528f61ab59445f60f4f6f5b5d59c9', operation='UPDATE OR DELETE', pgid='pgtrigger_is_written_once_3e955', table='frontdoor_movedrow', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='movedrow',
            trigger=pgtrigger.compiler.Trigger(name='ledger_collect', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM new_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'collect', TG_TABLE_NAME,\n                   (to_jsonb(t)->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (to_jsonb(t)->>'id')::bigint END,\n                       (to_jsonb(t)->>'person_id')::bigint,\n                       (to_jsonb(t)->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(to_jsonb(t)::text, 'UTF8'))\n            FROM new_rows t;\n            RETURN NULL;\n        ", hash='570629907b2ef5063821e5ab339359285402a298', level='STATEMENT', operation='INSERT', pgid='pgtrigger_ledger_collect_7aae2', referencing='REFERENCING NEW TABLE AS new_rows ', table='frontdoor_movedrow', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='movedrow',
            trigger=pgtrigger.compiler.Trigger(name='ledger_alter', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM new_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'alter', TG_TABLE_NAME,\n                   (to_jsonb(t)->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (to_jsonb(t)->>'id')::bigint END,\n                       (to_jsonb(t)->>'person_id')::bigint,\n                       (to_jsonb(t)->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(to_jsonb(t)::text, 'UTF8'))\n            FROM new_rows t;\n            RETURN NULL;\n        ", hash='e272128481366c72c6b2e343858c36990f18d08d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_ledger_alter_03d33', referencing='REFERENCING NEW TABLE AS new_rows ', table='frontdoor_movedrow', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='movedrow',
            trigger=pgtrigger.compiler.Trigger(name='ledger_erase', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM old_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'erase', TG_TABLE_NAME,\n                   (to_jsonb(t)->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (to_jsonb(t)->>'id')::bigint END,\n                       (to_jsonb(t)->>'person_id')::bigint,\n                       (to_jsonb(t)->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(to_jsonb(t)::text, 'UTF8'))\n            FROM old_rows t;\n            RETURN NULL;\n        ", hash='0063ebedaf4e1e2882cb8c20fa81a9173fc58dc0', level='STATEMENT', operation='DELETE', pgid='pgtrigger_ledger_erase_6077c', referencing='REFERENCING OLD TABLE AS old_rows ', table='frontdoor_movedrow', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='movedrow',
            trigger=pgtrigger.compiler.Trigger(name='moved_row_is_the_databases', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF current_user <> (SELECT pg_get_userbyid(c.relowner) FROM pg_class c WHERE c.oid = TG_RELID) THEN\n                RAISE EXCEPTION 'What a merge moved is written by the database that moved it.' USING ERRCODE = 'check_violation', CONSTRAINT = 'moved_row_is_the_databases';\n            END IF;\n            RETURN NEW;\n        ", hash='c65557628300c5caa685b4a8f48d5822cf262cc2', operation='INSERT', pgid='pgtrigger_moved_row_is_the_databases_5b4ff', table='frontdoor_movedrow', when='BEFORE')),
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='consentmatter',
            name='matter_relies_on_somebody',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consentmatter',
            trigger=pgtrigger.compiler.Trigger(name='matter_relies_on_somebody', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n        NEW.decision = 'rely' AND (TG_OP = 'INSERT' OR OLD.decided_at IS NULL) AND NOT EXISTS (\n            SELECT 1 FROM (\n                SELECT DISTINCT ON (coalesce(e.given_by_id, e.child_id)) e.status FROM frontdoor_consentevent e\n                WHERE e.contact_id = NEW.contact_id AND e.child_id = NEW.child_id AND e.kind = NEW.kind\n                  AND e.status IN ('GIVEN', 'GIVEN_PARTIAL', 'CYP_COMPETENT', 'REFUSED', 'WITHDRAWN')\n                ORDER BY coalesce(e.given_by_id, e.child_id), e.happened_at DESC, e.id DESC) latest\n            WHERE latest.status IN ('GIVEN', 'GIVEN_PARTIAL', 'CYP_COMPETENT'))\n     THEN\n                RAISE EXCEPTION 'Nobody else has agreed: there is no agreement to go on with.' USING ERRCODE = 'check_violation', CONSTRAINT = 'matter_relies_on_somebody';\n            END IF;\n            RETURN NEW;\n        ", hash='044272bdee1b01d4b64f388419a27509497af50a', operation='INSERT OR UPDATE', pgid='pgtrigger_matter_relies_on_somebody_023c9', table='frontdoor_consentmatter', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='personmerge',
            trigger=pgtrigger.compiler.Trigger(name='merge_not_of_relatives', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n    NEW.undone_at IS NULL AND NEW.decision IS DISTINCT FROM 'refused'\n    AND (TG_OP = 'INSERT' OR OLD.decided_at IS NULL)\n AND (\n    EXISTS (SELECT 1 FROM frontdoor_tie t\n            WHERE t.ended_on IS NULL AND t.person_id = least(NEW.survivor_id, NEW.merged_id)\n              AND t.other_id = greatest(NEW.survivor_id, NEW.merged_id))\n    OR EXISTS (SELECT 1 FROM frontdoor_relationship r\n               WHERE r.ended_on IS NULL AND (r.child_id, r.adult_id)\n                   IN ((NEW.survivor_id, NEW.merged_id), (NEW.merged_id, NEW.survivor_id)))\n    ) THEN\n                RAISE EXCEPTION 'These two are recorded as relatives of each other. If they are one person, end that first.' USING ERRCODE = 'check_violation', CONSTRAINT = 'merge_not_of_relatives';\n            END IF;\n            RETURN NEW;\n        ", hash='d03e7645a5916e6aa545b81d3adcb8ea75f75f2e', operation='INSERT OR UPDATE', pgid='pgtrigger_merge_not_of_relatives_b0cdf', table='frontdoor_personmerge', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='personmerge',
            trigger=pgtrigger.compiler.Trigger(name='merge_not_on_one_open_contact', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n    NEW.undone_at IS NULL AND NEW.decision IS DISTINCT FROM 'refused'\n    AND (TG_OP = 'INSERT' OR OLD.decided_at IS NULL)\n AND (\n    EXISTS (SELECT 1 FROM frontdoor_contactchild s\n            JOIN frontdoor_contactchild m ON m.contact_id = s.contact_id AND m.child_id = NEW.merged_id\n            JOIN frontdoor_contact c ON c.id = s.contact_id AND c.decided_at IS NULL AND c.legacy_key IS NULL\n            WHERE s.child_id = NEW.survivor_id)\n    ) THEN\n                RAISE EXCEPTION 'Both records are on a contact that is not decided. Decide it first, with an outcome for each.' USING ERRCODE = 'check_violation', CONSTRAINT = 'merge_not_on_one_open_contact';\n            END IF;\n            RETURN NEW;\n        ", hash='565c1d3ccb9bc06f91c656fca7018f7b30654beb', operation='INSERT OR UPDATE', pgid='pgtrigger_merge_not_on_one_open_contact_5c81e', table='frontdoor_personmerge', when='BEFORE')),
        ),
        migrations.RunSQL(FUNCTIONS, FUNCTIONS_GONE),
    ]
