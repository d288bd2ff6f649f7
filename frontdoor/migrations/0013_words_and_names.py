"""How a reason is told to be in words, and the names of the people of a contact, as functions of the database."""

from django.db import migrations

IN_WORDS = r"""
CREATE FUNCTION frontdoor_in_words(told text, words integer) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT count(*) >= words AND (words = 1 OR 2 * count(*) FILTER (WHERE word !~ '^(?:na|nil|none|nothing|not|no|yes|ok|okay|as|above|below|ditto|see|same|before|test|testing|tbc|tbd|tba|held|given|stated|applicable|attached|reasons?|because|blah|foo|bar|abc|xyz|lorem|ipsum|dolor|sit|amet|is|it|the|and|of|to|for|on|in|at|by|an|refer|records?|files?|notes?|text|words|.*(?:asdf|sdfg|dfgh|fghj|ghjk|hjkl|lkjh|qwer|zxcv|xcvb|cvbn|poiu|uiop).*)$') >= words)
    FROM (
        SELECT DISTINCT part.word
        FROM string_to_table(
            regexp_replace(
                regexp_replace(
                    translate(coalesce(told, ''), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'),
                    '[\u0001-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u060c\u061b\u061f\u0640\u0660-\u0669\u06d4\u06f0-\u06f9\u0964-\u096f\u2000-\u2bff\u3000-\u3020\ufe00-\ufe0f\uff01-\uff20\U0001f000-\U0001faff]', ' ', 'g'),
                '([\u0e00-\u0edf\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff])', ' \1 ', 'g'),
            ' ') AS part(word)
        WHERE part.word <> '' AND part.word !~ '^(?:([a-z])\1*|(.{1,3})\2{2,})$'
    ) AS found
$$;
"""
IN_WORDS_GONE = "DROP FUNCTION frontdoor_in_words(text, integer);"
NAMES_ON = r"""
CREATE FUNCTION frontdoor_names_on(about bigint) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    WITH children AS (SELECT c.child_id FROM public.frontdoor_contactchild c WHERE c.contact_id = about),
    adults AS (
        SELECT r.adult_id FROM public.frontdoor_relationship r WHERE r.child_id IN (SELECT child_id FROM children)),
    people AS (
        SELECT p.given_names, p.family_name, p.also_known_as FROM public.frontdoor_person p
        WHERE p.id IN (SELECT child_id FROM children) OR p.id IN (SELECT adult_id FROM adults)
           OR p.id IN (SELECT r.child_id FROM public.frontdoor_relationship r
                       WHERE r.adult_id IN (SELECT adult_id FROM adults))
        UNION
        SELECT t.given_names, t.family_name, t.also_known_as FROM public.frontdoor_toldperson t
        WHERE t.contact_id = about),
    written AS (
        SELECT lower(concat_ws(' ', given_names, family_name, also_known_as)) AS names FROM people
        UNION
        SELECT public.frontdoor_name_key(concat_ws(' ', given_names, family_name, also_known_as)) FROM people)
    SELECT coalesce(string_agg(DISTINCT part.word, '|'), '')
    FROM written, string_to_table(regexp_replace(written.names, '[^[:alpha:][:space:]''’-]', '', 'g'), ' ') AS part(word)
    WHERE length(part.word) > 1 AND part.word !~ '^[''’-]'
$$;
"""
NAMES_ON_GONE = "DROP FUNCTION frontdoor_names_on(bigint);"


class Migration(migrations.Migration):
    dependencies = [("frontdoor", "0012_a_role_ends_with_the_access")]

    operations = [migrations.RunSQL(IN_WORDS, IN_WORDS_GONE), migrations.RunSQL(NAMES_ON, NAMES_ON_GONE)]
