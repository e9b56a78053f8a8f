DROP INDEX integration_case_open;
