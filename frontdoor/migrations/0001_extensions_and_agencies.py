"""The extensions and functions that tables rest on, and the agencies, which workers refer to as well as contacts.

All extensions are trusted: the database's owner may create them.
"""

from django.contrib.postgres.operations import BtreeGistExtension, CreateExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

from frontdoor.migrations.beginning.agencies import AGENCY

# Vowel signs and other marks on letters are not letters: without this a pointed Arabic or Hebrew name falls apart.
NAME_KEY = """
CREATE FUNCTION frontdoor_name_key(words text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT btrim(regexp_replace(
        regexp_replace(
            lower(public.unaccent('public.unaccent'::regdictionary, words)),
            '[''’`ʻʼ\\u0300-\\u036f\\u0591-\\u05c7\\u0640\\u064b-\\u065f\\u0670]', '', 'g'),
        '[^[:alnum:]]+', ' ', 'g'))
$$;
"""

WORD_CODES = """
CREATE FUNCTION frontdoor_word_codes(word text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT array_remove(ARRAY[public.dmetaphone(word), public.dmetaphone_alt(word)], '')
$$;
"""


class Migration(migrations.Migration):
    initial = True
    replaces = [("frontdoor", "0001_extensions")]
    dependencies: list = []

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        BtreeGistExtension(),
        CreateExtension("fuzzystrmatch"),
        migrations.RunSQL(NAME_KEY, "DROP FUNCTION frontdoor_name_key(text);"),
        migrations.RunSQL(WORD_CODES, "DROP FUNCTION frontdoor_word_codes(text);"),
        AGENCY,
    ]
