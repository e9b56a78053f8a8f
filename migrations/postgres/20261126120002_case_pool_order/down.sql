CREATE INDEX integration_case_check ON integration_case (municipality, check_by);
DROP INDEX integration_case_moved;
DROP INDEX integration_case_pool;
