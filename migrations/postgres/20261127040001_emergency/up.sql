-- Access to the file of somebody else's case in an emergency. Who, whose, what kind and when stand in clear: it is asked at every
-- read, and the data protection officer lists it. Why in words, and what the responsible worker thinks of it, are sealed.
CREATE TABLE emergency_access (
    municipality TEXT NOT NULL,
    emergency_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    unit TEXT NOT NULL,
    kind TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    verdict TEXT,
    answered_at BIGINT,
    content BYTEA NOT NULL,
    answer BYTEA,
    PRIMARY KEY (municipality, emergency_id)
);
CREATE INDEX emergency_access_open ON emergency_access (municipality, account_id, ends_at);
CREATE INDEX emergency_access_person ON emergency_access (municipality, person_id);
CREATE INDEX emergency_access_waiting ON emergency_access (municipality, answered_at, opened_at);
