"""People are found by where they live and lived: an address has a key, and an index over those not protected."""

import django.contrib.postgres.indexes
from django.db import migrations, models

import frontdoor.models.names

ADDRESS_KEY = r"""
CREATE FUNCTION frontdoor_address_key(words text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT coalesce(string_agg(coalesce(short.word, part.word), ' ' ORDER BY part.place), '')
    FROM string_to_table(
        regexp_replace(
            regexp_replace(public.frontdoor_name_key(words), '(^| )(?:no|number) (?=[0-9])', '\1', 'g'),
            '([0-9]) ([a-z])(?= |$)', '\1\2', 'g'),
        ' ') WITH ORDINALITY AS part(word, place)
    LEFT JOIN (VALUES
        ('road', 'rd'), ('street', 'st'), ('saint', 'st'), ('str', 'st'), ('avenue', 'ave'), ('av', 'ave'),
        ('drive', 'dr'), ('drv', 'dr'), ('lane', 'ln'), ('close', 'cl'), ('court', 'ct'), ('crt', 'ct'),
        ('crescent', 'cres'), ('cresc', 'cres'), ('terrace', 'ter'), ('terr', 'ter'), ('gardens', 'gdns'),
        ('grove', 'gr'), ('grv', 'gr'), ('place', 'pl'), ('square', 'sq'), ('boulevard', 'blvd'), ('parade', 'pde'),
        ('mount', 'mt'), ('apartment', 'flat'), ('apt', 'flat')
    ) AS short(long, word) ON short.long = part.word
    WHERE part.word <> ''
$$;
"""
ADDRESS_KEY_GONE = "DROP FUNCTION frontdoor_address_key(text);"


class Migration(migrations.Migration):

    dependencies = [
        ('frontdoor', '0040_lists_leave_for_a_purpose'),
    ]

    operations = [
        migrations.RunSQL(ADDRESS_KEY, ADDRESS_KEY_GONE),
        migrations.AddField(
            model_name='address',
            name='address_key',
            field=models.GeneratedField(db_persist=True, expression=frontdoor.models.names.AddressKey(models.F('lines')), output_field=models.TextField(db_collation='C')),
        ),
        migrations.AddField(
            model_name='historicaladdress',
            name='address_key',
            field=models.GeneratedField(db_persist=True, expression=frontdoor.models.names.AddressKey(models.F('lines')), output_field=models.TextField(db_collation='C')),
        ),
        migrations.AddIndex(
            model_name='address',
            index=django.contrib.postgres.indexes.GinIndex(frontdoor.models.names.NameWords('address_key'), condition=models.Q(('protected', False)), name='address_words'),
        ),
    ]
