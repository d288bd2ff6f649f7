"""The extensions and functions that searches and constraints need. All are trusted: the database's owner may create them."""

from django.contrib.postgres.operations import (
    BtreeGistExtension,
    CreateExtension,
    TrigramExtension,
    UnaccentExtension,
)
from django.db import migrations

NAME_KEY = """
CREATE FUNCTION frontdoor_name_key(words text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT btrim(regexp_replace(
        regexp_replace(lower(public.unaccent('public.unaccent'::regdictionary, words)), '[''’`]', '', 'g'),
        '[^[:alnum:]]+', ' ', 'g'))
$$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list = []

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        BtreeGistExtension(),
        CreateExtension("fuzzystrmatch"),
        migrations.RunSQL(NAME_KEY, "DROP FUNCTION frontdoor_name_key(text);"),
    ]
