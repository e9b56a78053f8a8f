ALTER TABLE consent DROP COLUMN valid_until;
ALTER TABLE consent DROP COLUMN receiver_unit;
