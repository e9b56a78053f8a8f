-- The day an intake came to the state it is in: how long an exception waits for its answer.
ALTER TABLE intake ADD COLUMN moved_on TEXT;
CREATE INDEX intake_state ON intake (municipality, state, moved_on);
