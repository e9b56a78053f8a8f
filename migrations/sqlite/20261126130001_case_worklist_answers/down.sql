DROP TRIGGER worklist_intake_changed;
DROP TRIGGER worklist_intake_came;
DROP TRIGGER worklist_consent_came;
