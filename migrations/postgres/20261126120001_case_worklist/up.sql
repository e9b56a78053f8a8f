-- The state that the list of each post is in, under a name that no other state ever has. Whoever kept the list knows by it
-- whether it is still the one. The database itself gives the new name, so that nothing that changes a line can forget it: a
-- case, its person's form, an appointment, the organisation.
CREATE TABLE worklist (
    municipality TEXT NOT NULL,
    post TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (municipality, post)
);
INSERT INTO worklist (municipality, post, state)
    SELECT municipality, post, gen_random_uuid()::text FROM integration_case
    WHERE post IS NOT NULL GROUP BY municipality, post;

CREATE FUNCTION worklist_of_case_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.post IS NOT NULL THEN
        UPDATE worklist SET state = gen_random_uuid()::text
            WHERE municipality = OLD.municipality AND post = OLD.post;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.post IS NOT NULL THEN
        INSERT INTO worklist (municipality, post, state)
            VALUES (NEW.municipality, NEW.post, gen_random_uuid()::text)
            ON CONFLICT (municipality, post) DO UPDATE SET state = excluded.state;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER worklist_case_changed AFTER INSERT OR UPDATE OR DELETE ON integration_case
    FOR EACH ROW EXECUTE FUNCTION worklist_of_case_changed();

CREATE FUNCTION worklist_of_person_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE worklist SET state = gen_random_uuid()::text
        WHERE municipality = NEW.municipality AND post IN (
            SELECT c.post FROM integration_case c
                WHERE c.municipality = NEW.municipality AND c.person_id = NEW.person_id);
    RETURN NULL;
END
$$;
CREATE TRIGGER worklist_person_changed AFTER UPDATE OF draft ON person
    FOR EACH ROW EXECUTE FUNCTION worklist_of_person_changed();

CREATE FUNCTION worklist_of_appointment_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE worklist SET state = gen_random_uuid()::text
            WHERE municipality = OLD.municipality AND post IN (
                SELECT c.post FROM integration_case c
                    WHERE c.municipality = OLD.municipality AND c.case_id = OLD.case_id);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        UPDATE worklist SET state = gen_random_uuid()::text
            WHERE municipality = NEW.municipality AND post IN (
                SELECT c.post FROM integration_case c
                    WHERE c.municipality = NEW.municipality AND c.case_id = NEW.case_id);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER worklist_appointment_changed AFTER INSERT OR UPDATE OR DELETE ON appointment
    FOR EACH ROW EXECUTE FUNCTION worklist_of_appointment_changed();

CREATE FUNCTION worklist_of_organisation_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE worklist SET state = gen_random_uuid()::text WHERE municipality = NEW.municipality;
    RETURN NULL;
END
$$;
CREATE TRIGGER worklist_organisation_changed AFTER INSERT OR UPDATE ON organisation
    FOR EACH ROW EXECUTE FUNCTION worklist_of_organisation_changed();
