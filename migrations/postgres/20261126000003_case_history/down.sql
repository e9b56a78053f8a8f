DROP TABLE case_district;
DROP INDEX integration_case_check;
ALTER TABLE integration_case DROP COLUMN check_by;
ALTER TABLE case_post DROP COLUMN reason;
