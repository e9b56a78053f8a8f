DROP INDEX held_envelope_author;
DROP INDEX held_envelope_waiting;
ALTER TABLE held_envelope DROP COLUMN settlement;
ALTER TABLE held_envelope DROP COLUMN settled_at;
ALTER TABLE held_envelope DROP COLUMN author_unit;
ALTER TABLE held_envelope DROP COLUMN person_id;
