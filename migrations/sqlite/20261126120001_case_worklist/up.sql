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
    SELECT municipality, post, lower(hex(randomblob(16))) FROM integration_case
    WHERE post IS NOT NULL GROUP BY municipality, post;

CREATE TRIGGER worklist_case_came AFTER INSERT ON integration_case WHEN NEW.post IS NOT NULL
BEGIN
    INSERT INTO worklist (municipality, post, state)
        VALUES (NEW.municipality, NEW.post, lower(hex(randomblob(16))))
        ON CONFLICT (municipality, post) DO UPDATE SET state = excluded.state;
END;

CREATE TRIGGER worklist_case_went AFTER DELETE ON integration_case
BEGIN
    UPDATE worklist SET state = lower(hex(randomblob(16)))
        WHERE municipality = OLD.municipality AND post = OLD.post;
END;

CREATE TRIGGER worklist_case_changed AFTER UPDATE ON integration_case
BEGIN
    UPDATE worklist SET state = lower(hex(randomblob(16)))
        WHERE municipality = OLD.municipality AND post = OLD.post;
    INSERT INTO worklist (municipality, post, state)
        SELECT NEW.municipality, NEW.post, lower(hex(randomblob(16))) WHERE NEW.post IS NOT NULL
        ON CONFLICT (municipality, post) DO UPDATE SET state = excluded.state;
END;

CREATE TRIGGER worklist_person_changed AFTER UPDATE OF draft ON person
BEGIN
    UPDATE worklist SET state = lower(hex(randomblob(16)))
        WHERE municipality = NEW.municipality AND post IN (
            SELECT post FROM integration_case
                WHERE municipality = NEW.municipality AND person_id = NEW.person_id);
END;

CREATE TRIGGER worklist_appointment_came AFTER INSERT ON appointment
BEGIN
    UPDATE worklist SET state = lower(hex(randomblob(16)))
        WHERE municipality = NEW.municipality AND post IN (
            SELECT post FROM integration_case
                WHERE municipality = NEW.municipality AND case_id = NEW.case_id);
END;

CREATE TRIGGER worklist_appointment_changed AFTER UPDATE ON appointment
BEGIN
    UPDATE worklist SET state = lower(hex(randomblob(16)))
        WHERE municipality = NEW.municipality AND post IN (
            SELECT post FROM integration_case
                WHERE municipality = NEW.municipality AND case_id IN (OLD.case_id, NEW.case_id));
END;

CREATE TRIGGER worklist_appointment_went AFTER DELETE ON appointment
BEGIN
    UPDATE worklist SET state = lower(hex(randomblob(16)))
        WHERE municipality = OLD.municipality AND post IN (
            SELECT post FROM integration_case
                WHERE municipality = OLD.municipality AND case_id = OLD.case_id);
END;

CREATE TRIGGER worklist_organisation_came AFTER INSERT ON organisation
BEGIN
    UPDATE worklist SET state = lower(hex(randomblob(16))) WHERE municipality = NEW.municipality;
END;

CREATE TRIGGER worklist_organisation_changed AFTER UPDATE ON organisation
BEGIN
    UPDATE worklist SET state = lower(hex(randomblob(16))) WHERE municipality = NEW.municipality;
END;
