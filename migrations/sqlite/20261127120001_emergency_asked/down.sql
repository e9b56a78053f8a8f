ALTER TABLE emergency_access DROP COLUMN asked_until;
