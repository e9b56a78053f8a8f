-- Persons, what two writers disagree on, who is held to be the same, and what the client allowed.
CREATE TABLE person (
    municipality TEXT NOT NULL,
    person_id TEXT NOT NULL,
    recorded_by_unit TEXT NOT NULL,
    recorded_by_account TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    is_found_at_desk BOOLEAN NOT NULL,
    is_protected BOOLEAN NOT NULL,
    district TEXT,
    draft BYTEA NOT NULL,
    PRIMARY KEY (municipality, person_id)
);

CREATE TABLE person_conflict (
    municipality TEXT NOT NULL,
    person_id TEXT NOT NULL,
    field TEXT NOT NULL,
    envelope_id TEXT NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (municipality, person_id, field, envelope_id),
    FOREIGN KEY (municipality, person_id) REFERENCES person (municipality, person_id)
);

CREATE TABLE person_link (
    municipality TEXT NOT NULL,
    link_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    other_id TEXT NOT NULL,
    linked_at BIGINT NOT NULL,
    unlinked_at BIGINT,
    reason BYTEA NOT NULL,
    PRIMARY KEY (municipality, link_id),
    FOREIGN KEY (municipality, person_id) REFERENCES person (municipality, person_id),
    FOREIGN KEY (municipality, other_id) REFERENCES person (municipality, person_id)
);
CREATE INDEX person_link_person ON person_link (municipality, person_id);
CREATE INDEX person_link_other ON person_link (municipality, other_id);

CREATE TABLE consent (
    municipality TEXT NOT NULL,
    consent_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    answer TEXT NOT NULL,
    answered_on TEXT NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (municipality, consent_id),
    FOREIGN KEY (municipality, person_id) REFERENCES person (municipality, person_id)
);
CREATE INDEX consent_person ON consent (municipality, person_id);
