-- Until when an access was asked for: it tells one that was ended by hand from one that ran out. Older rows do not say.
ALTER TABLE emergency_access ADD COLUMN asked_until BIGINT;
