"""The functions by which the database moves rows from one person's record to another's, and back."""

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
    words.replace("{JOINED_BY_TWO}", JOINED_BY_TWO)
    for words in (SAME_RECORD, POINTERS, POINT, GRANTS, COMBINE, SEPARATE)
)
FUNCTIONS_GONE = """
DROP FUNCTION frontdoor_separate(bigint);
DROP FUNCTION frontdoor_combine(bigint, text[]);
DROP FUNCTION frontdoor_grants_apart(bigint, bigint, bool, bool);
DROP FUNCTION frontdoor_point(text, text, bigint, bigint, bigint);
DROP FUNCTION frontdoor_person_pointers();
DROP FUNCTION frontdoor_same_record(bigint);
"""
