-- The log of everything that was offered, the keys of its subjects, and where the numbering stands.
CREATE TABLE setting (
    municipality TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (municipality, name)
);

-- One data key per content subject, wrapped by the key-encryption key outside the database. Erasing a subject takes
-- the wrapped key away; the row stays as a tombstone that refuses what is offered again.
CREATE TABLE subject_key (
    municipality TEXT NOT NULL,
    subject TEXT NOT NULL,
    wrapped BLOB,
    kek TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    erased_at BIGINT,
    PRIMARY KEY (municipality, subject)
);

CREATE TABLE log_counter (
    municipality TEXT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (municipality)
);

CREATE TABLE log_entry (
    municipality TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    envelope_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    author TEXT NOT NULL,
    device TEXT NOT NULL,
    format INTEGER NOT NULL,
    authored_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    outcome_kind TEXT NOT NULL,
    content BLOB,
    content_mac BLOB NOT NULL,
    chain_previous BLOB NOT NULL,
    chain_mac BLOB NOT NULL,
    PRIMARY KEY (municipality, sequence),
    FOREIGN KEY (municipality, subject) REFERENCES subject_key (municipality, subject)
);
CREATE UNIQUE INDEX log_entry_envelope ON log_entry (municipality, envelope_id);
CREATE INDEX log_entry_subject ON log_entry (municipality, subject, sequence);

-- Work of an author who no longer has the case, until the responsible worker has looked at it.
CREATE TABLE held_envelope (
    municipality TEXT NOT NULL,
    envelope_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    case_id TEXT,
    author TEXT NOT NULL,
    held_at BIGINT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (municipality, envelope_id)
);
CREATE INDEX held_envelope_subject ON held_envelope (municipality, subject);
