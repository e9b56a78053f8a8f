DROP TRIGGER worklist_organisation_changed ON organisation;
DROP FUNCTION worklist_of_organisation_changed;
DROP TRIGGER worklist_appointment_changed ON appointment;
DROP FUNCTION worklist_of_appointment_changed;
DROP TRIGGER worklist_person_changed ON person;
DROP FUNCTION worklist_of_person_changed;
DROP TRIGGER worklist_case_changed ON integration_case;
DROP FUNCTION worklist_of_case_changed;
DROP TABLE worklist;
