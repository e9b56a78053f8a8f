ALTER TABLE person_conflict DROP COLUMN settlement;
ALTER TABLE person_conflict DROP COLUMN settled_at;
