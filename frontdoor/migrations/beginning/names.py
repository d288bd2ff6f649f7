"""The dictionary of the words of names, which the database keeps and searches look into."""

DICTIONARY = """
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
"""
DICTIONARY_GONE = """
DROP TRIGGER names_go_to_the_dictionary ON frontdoor_person;
DROP TRIGGER changed_names_go_to_the_dictionary ON frontdoor_person;
DROP FUNCTION frontdoor_keep_words();
DROP TABLE frontdoor_nameword;
"""
