-- By which version of the algorithm a person's search tokens were made (ALGORITHM_VERSION). Those of an older one are made
-- anew by the server while it works, or by `lueckenlos migrate`; the index finds who is left.
ALTER TABLE person ADD COLUMN search_version INTEGER NOT NULL DEFAULT 1;
CREATE INDEX person_search_version ON person (municipality, search_version, person_id);

-- With the token in it: without, SQLite took the key for the better way to somebody's tokens, and read those of the town.
DROP INDEX person_token_person;
CREATE INDEX person_token_person ON person_token (municipality, person_id, token);
