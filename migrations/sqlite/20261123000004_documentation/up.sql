-- Entries of the documentation; only added.
CREATE TABLE note (
    municipality TEXT NOT NULL,
    note_id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    author TEXT NOT NULL,
    authored_at BIGINT NOT NULL,
    occurred_on TEXT NOT NULL,
    contact TEXT NOT NULL,
    is_confidential BOOLEAN NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (municipality, note_id),
    FOREIGN KEY (municipality, case_id) REFERENCES integration_case (municipality, case_id)
);
CREATE INDEX note_case ON note (municipality, case_id, authored_at);
