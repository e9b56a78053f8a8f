-- Intakes, dated facts on the lanes, contact slips.
CREATE TABLE intake (
    municipality TEXT NOT NULL,
    intake_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    unit TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    started_on TEXT NOT NULL,
    state TEXT NOT NULL,
    result TEXT,
    rule_version TEXT,
    draft BYTEA NOT NULL,
    standing BYTEA NOT NULL,
    PRIMARY KEY (municipality, intake_id),
    FOREIGN KEY (municipality, person_id) REFERENCES person (municipality, person_id)
);
CREATE INDEX intake_person ON intake (municipality, person_id, started_at);
CREATE INDEX intake_unit_day ON intake (municipality, unit, started_on);

CREATE TABLE lane_fact (
    municipality TEXT NOT NULL,
    fact_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    lane TEXT NOT NULL,
    ends_on TEXT,
    content BYTEA NOT NULL,
    PRIMARY KEY (municipality, fact_id),
    FOREIGN KEY (municipality, person_id) REFERENCES person (municipality, person_id)
);
CREATE INDEX lane_fact_person ON lane_fact (municipality, person_id, recorded_at);

CREATE TABLE slip (
    municipality TEXT NOT NULL,
    slip_id TEXT NOT NULL,
    unit TEXT NOT NULL,
    author TEXT NOT NULL,
    authored_at BIGINT NOT NULL,
    authored_on TEXT NOT NULL,
    channel TEXT NOT NULL,
    urgency TEXT NOT NULL,
    outcome TEXT NOT NULL,
    office TEXT,
    language TEXT,
    person_id TEXT,
    draft BYTEA NOT NULL,
    PRIMARY KEY (municipality, slip_id),
    FOREIGN KEY (municipality, person_id) REFERENCES person (municipality, person_id)
);
CREATE INDEX slip_unit ON slip (municipality, unit, authored_on, authored_at);
CREATE INDEX slip_person ON slip (municipality, person_id);

-- Which fields of action a slip touched, one row each, for counting.
CREATE TABLE slip_field (
    municipality TEXT NOT NULL,
    slip_id TEXT NOT NULL,
    field_of_action TEXT NOT NULL,
    PRIMARY KEY (municipality, slip_id, field_of_action),
    FOREIGN KEY (municipality, slip_id) REFERENCES slip (municipality, slip_id)
);
