-- Blinded search tokens: HMAC of what shared::person::search makes of a person, cut to 63 bits. Made again from the
-- sealed persons by the command reindex; not part of the history.
CREATE TABLE person_token (
    municipality TEXT NOT NULL,
    token BIGINT NOT NULL,
    person_id TEXT NOT NULL,
    PRIMARY KEY (municipality, token, person_id)
);
CREATE INDEX person_token_person ON person_token (municipality, person_id);
