-- Held work waits for whoever has the case now; settled, it stays, so that its author is told.
ALTER TABLE held_envelope ADD COLUMN person_id TEXT;
ALTER TABLE held_envelope ADD COLUMN author_unit TEXT;
ALTER TABLE held_envelope ADD COLUMN settled_at BIGINT;
ALTER TABLE held_envelope ADD COLUMN settlement BYTEA;
UPDATE held_envelope SET person_id = substr(subject, 8) WHERE subject LIKE 'person:%';
CREATE INDEX held_envelope_waiting ON held_envelope (municipality, settled_at, person_id);
CREATE INDEX held_envelope_author ON held_envelope (municipality, author, held_at);
