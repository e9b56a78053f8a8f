DROP INDEX person_token_person;
CREATE INDEX person_token_person ON person_token (municipality, person_id);
DROP INDEX person_search_version;
ALTER TABLE person DROP COLUMN search_version;
