-- Requests to erase a person, which go with the person, and the erasures that came of them, which stay: ids and days, who
-- asked and who confirmed, nothing of the person.
CREATE TABLE erasure_request (
    municipality TEXT NOT NULL,
    erasure_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    unit TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL,
    settled_at BIGINT,
    content BYTEA NOT NULL,
    settlement BYTEA,
    PRIMARY KEY (municipality, erasure_id),
    FOREIGN KEY (municipality, person_id) REFERENCES person (municipality, person_id)
);
CREATE INDEX erasure_request_person ON erasure_request (municipality, person_id, asked_at);
CREATE INDEX erasure_request_state ON erasure_request (municipality, state, asked_at);

CREATE TABLE erasure (
    municipality TEXT NOT NULL,
    erasure_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    case_id TEXT,
    unit TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    reason TEXT NOT NULL,
    confirmed_by TEXT NOT NULL,
    slips TEXT NOT NULL,
    inquiries TEXT NOT NULL,
    erased_at BIGINT NOT NULL,
    PRIMARY KEY (municipality, erasure_id)
);
CREATE INDEX erasure_person ON erasure (municipality, person_id);
CREATE INDEX erasure_case ON erasure (municipality, case_id);
CREATE INDEX erasure_day ON erasure (municipality, erased_at);
