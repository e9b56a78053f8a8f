DROP INDEX intake_unit_state;
