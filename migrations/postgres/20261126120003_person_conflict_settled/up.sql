-- How a field on which two people wrote differently was decided; what was not chosen stays readable.
ALTER TABLE person_conflict ADD COLUMN settled_at BIGINT;
ALTER TABLE person_conflict ADD COLUMN settlement BYTEA;
