-- What the coordinator is shown, each in its order: the open cases that nobody is responsible for, and those whose person
-- moved. Both hold few of many, so that they are read as quickly in a large town, and cost nothing where a case is in neither.
CREATE INDEX integration_case_pool ON integration_case (municipality, opened_on, case_id)
    WHERE post IS NULL AND state <> 'closed';
CREATE INDEX integration_case_moved ON integration_case (municipality, check_by, case_id)
    WHERE check_by IS NOT NULL AND state <> 'closed';
DROP INDEX integration_case_check;
