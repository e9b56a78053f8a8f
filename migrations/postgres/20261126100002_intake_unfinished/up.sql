-- The intakes of a unit that wait to be finished.
CREATE INDEX intake_unit_state ON intake (municipality, unit, state, started_at);
