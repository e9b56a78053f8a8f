-- A line of the worklist says whether the client took their consent back, and how urgent the intake is where the first
-- contact does not say it itself: both rename the state of the list (migration `case_worklist`).
CREATE TRIGGER worklist_consent_came AFTER INSERT ON consent
    FOR EACH ROW EXECUTE FUNCTION worklist_of_person_changed();
CREATE TRIGGER worklist_intake_came AFTER INSERT ON intake
    FOR EACH ROW EXECUTE FUNCTION worklist_of_person_changed();
CREATE TRIGGER worklist_intake_changed AFTER UPDATE OF draft ON intake
    FOR EACH ROW EXECUTE FUNCTION worklist_of_person_changed();
