-- Inquiries across units: somebody whose card says only that somebody may be known elsewhere asks. What was asked and answered is
-- sealed under a key of the inquiry. Of each person asked about one row waits for an answer; that this person and this inquiry
-- belong together stands in clear.
CREATE TABLE inquiry (
    municipality TEXT NOT NULL,
    inquiry_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    unit TEXT NOT NULL,
    sent_at BIGINT NOT NULL,
    due_on TEXT NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (municipality, inquiry_id)
);
CREATE INDEX inquiry_of_account ON inquiry (municipality, account_id, sent_at);
CREATE TABLE inquiry_person (
    municipality TEXT NOT NULL,
    inquiry_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    answer TEXT,
    answered_at BIGINT,
    content BYTEA,
    PRIMARY KEY (municipality, inquiry_id, person_id)
);
CREATE INDEX inquiry_person_person ON inquiry_person (municipality, person_id);
CREATE INDEX inquiry_person_waiting ON inquiry_person (municipality, answered_at, inquiry_id);
