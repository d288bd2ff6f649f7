"""A dictionary of the words of names, kept by the database, and the indexes that possible matches are found by."""

import django.contrib.postgres.indexes
from django.db import migrations, models

import frontdoor.models.names

# Vowel signs and other marks on letters are not letters: without this a pointed Arabic or Hebrew name falls apart.
NAME_KEY = """
CREATE OR REPLACE FUNCTION frontdoor_name_key(words text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT btrim(regexp_replace(
        regexp_replace(
            lower(public.unaccent('public.unaccent'::regdictionary, words)),
            '[''’`ʻʼ\\u0300-\\u036f\\u0591-\\u05c7\\u0640\\u064b-\\u065f\\u0670]', '', 'g'),
        '[^[:alnum:]]+', ' ', 'g'))
$$;
"""
NAME_KEY_BEFORE = """
CREATE OR REPLACE FUNCTION frontdoor_name_key(words text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT btrim(regexp_replace(
        regexp_replace(lower(public.unaccent('public.unaccent'::regdictionary, words)), '[''’`]', '', 'g'),
        '[^[:alnum:]]+', ' ', 'g'))
$$;
"""

# A stored key is worked out anew when its expression is set again.
WORKED_OUT_ANEW = """
DO $$
DECLARE found record;
BEGIN
    FOR found IN
        SELECT a.attname AS key, pg_get_expr(d.adbin, d.adrelid) AS expression
        FROM pg_attribute a JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE a.attrelid = 'frontdoor_person'::regclass AND a.attname IN ('name_key', 'sort_key')
    LOOP
        EXECUTE format('ALTER TABLE frontdoor_person ALTER COLUMN %I SET EXPRESSION AS (%s)', found.key, found.expression);
    END LOOP;
END $$;
"""

DICTIONARY = """
CREATE FUNCTION frontdoor_word_codes(word text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT array_remove(ARRAY[public.dmetaphone(word), public.dmetaphone_alt(word)], '')
$$;

CREATE TABLE frontdoor_nameword (
    word text COLLATE "C" PRIMARY KEY,
    codes text[] NOT NULL GENERATED ALWAYS AS (frontdoor_word_codes(word)) STORED
);
CREATE INDEX nameword_spelling ON frontdoor_nameword USING gin (word public.gin_trgm_ops);
CREATE INDEX nameword_sound ON frontdoor_nameword USING gin (codes);

CREATE FUNCTION frontdoor_keep_words() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO frontdoor_nameword (word)
    SELECT DISTINCT part.word FROM new_rows, unnest(string_to_array(new_rows.name_key, ' ')) AS part(word)
    WHERE part.word <> '' AND NOT EXISTS (SELECT 1 FROM frontdoor_nameword known WHERE known.word = part.word)
    ORDER BY part.word
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER names_go_to_the_dictionary AFTER INSERT ON frontdoor_person
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION frontdoor_keep_words();
CREATE TRIGGER changed_names_go_to_the_dictionary AFTER UPDATE ON frontdoor_person
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION frontdoor_keep_words();

INSERT INTO frontdoor_nameword (word)
SELECT DISTINCT part.word FROM frontdoor_person, unnest(string_to_array(name_key, ' ')) AS part(word)
WHERE part.word <> '' ON CONFLICT DO NOTHING;
"""
DICTIONARY_GONE = """
DROP TRIGGER names_go_to_the_dictionary ON frontdoor_person;
DROP TRIGGER changed_names_go_to_the_dictionary ON frontdoor_person;
DROP FUNCTION frontdoor_keep_words();
DROP TABLE frontdoor_nameword;
DROP FUNCTION frontdoor_word_codes(text);
"""


class Migration(migrations.Migration):
    dependencies = [("frontdoor", "0025_returns_decide_nothing_and_help_is_named")]

    operations = [
        migrations.RemoveIndex(model_name="person", name="person_name_trigrams"),
        migrations.RunSQL(NAME_KEY, NAME_KEY_BEFORE),
        migrations.RunSQL(WORKED_OUT_ANEW, migrations.RunSQL.noop),
        migrations.RunSQL(DICTIONARY, DICTIONARY_GONE),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["name_key", "id"], name="person_name"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=django.contrib.postgres.indexes.GinIndex(
                frontdoor.models.names.NameWords("name_key"), name="person_words"
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("birth_date_known", "estimated")), fields=["birth_date"], name="person_estimated"
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("birth_date_known", "unborn")), fields=["expected_birth_date"], name="person_unborn"
            ),
        ),
    ]
