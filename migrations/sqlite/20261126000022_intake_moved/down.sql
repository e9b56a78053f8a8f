DROP INDEX intake_state;
ALTER TABLE intake DROP COLUMN moved_on;
