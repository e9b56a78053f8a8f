DROP TRIGGER worklist_intake_changed ON intake;
DROP TRIGGER worklist_intake_came ON intake;
DROP TRIGGER worklist_consent_came ON consent;
