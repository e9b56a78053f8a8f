-- Integration cases, which posts had them, and their appointments. "case" is a word of SQL itself.
CREATE TABLE case_counter (
    municipality TEXT NOT NULL,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (municipality, year)
);

CREATE TABLE integration_case (
    municipality TEXT NOT NULL,
    case_id TEXT NOT NULL,
    number TEXT NOT NULL,
    person_id TEXT NOT NULL,
    unit TEXT,
    post TEXT,
    district TEXT,
    state TEXT NOT NULL,
    opened_on TEXT NOT NULL,
    assigned_at BIGINT,
    seen_at BIGINT,
    next_on TEXT,
    next_date BYTEA,
    PRIMARY KEY (municipality, case_id),
    FOREIGN KEY (municipality, person_id) REFERENCES person (municipality, person_id)
);
CREATE UNIQUE INDEX integration_case_number ON integration_case (municipality, number);
CREATE INDEX integration_case_person ON integration_case (municipality, person_id);
CREATE INDEX integration_case_worklist ON integration_case (municipality, post, state, next_on);

-- Every post that ever had the case; work of a former one is held, not refused.
CREATE TABLE case_post (
    municipality TEXT NOT NULL,
    case_id TEXT NOT NULL,
    post TEXT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT,
    PRIMARY KEY (municipality, case_id, post, since),
    FOREIGN KEY (municipality, case_id) REFERENCES integration_case (municipality, case_id)
);

CREATE TABLE appointment (
    municipality TEXT NOT NULL,
    appointment_id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    contact TEXT NOT NULL,
    ended TEXT,
    draft BYTEA NOT NULL,
    PRIMARY KEY (municipality, appointment_id),
    FOREIGN KEY (municipality, case_id) REFERENCES integration_case (municipality, case_id)
);
CREATE INDEX appointment_case ON appointment (municipality, case_id, starts_at);
