-- A line of the worklist says whether the client took their consent back, and how urgent the intake is where the first
-- contact does not say it itself: both rename the state of the list (migration `case_worklist`).
CREATE TRIGGER worklist_consent_came AFTER INSERT ON consent
BEGIN
    UPDATE worklist SET state = lower(hex(randomblob(16)))
        WHERE municipality = NEW.municipality AND post IN (
            SELECT post FROM integration_case
                WHERE municipality = NEW.municipality AND person_id = NEW.person_id);
END;

CREATE TRIGGER worklist_intake_came AFTER INSERT ON intake
BEGIN
    UPDATE worklist SET state = lower(hex(randomblob(16)))
        WHERE municipality = NEW.municipality AND post IN (
            SELECT post FROM integration_case
                WHERE municipality = NEW.municipality AND person_id = NEW.person_id);
END;

CREATE TRIGGER worklist_intake_changed AFTER UPDATE OF draft ON intake
BEGIN
    UPDATE worklist SET state = lower(hex(randomblob(16)))
        WHERE municipality = NEW.municipality AND post IN (
            SELECT post FROM integration_case
                WHERE municipality = NEW.municipality AND person_id = NEW.person_id);
END;
