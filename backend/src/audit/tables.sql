-- The read log: lines, and the batches whose codes chain them. Codes are hexadecimal text, so that both databases take
-- the same words.
CREATE TABLE IF NOT EXISTS read_line (
    municipality TEXT NOT NULL,
    segment TEXT NOT NULL,
    line BIGINT NOT NULL,
    batch BIGINT NOT NULL,
    at BIGINT NOT NULL,
    account TEXT NOT NULL,
    call TEXT NOT NULL,
    request TEXT NOT NULL,
    shown TEXT NOT NULL,
    PRIMARY KEY (municipality, segment, line)
);
CREATE INDEX IF NOT EXISTS read_line_batch ON read_line (municipality, segment, batch);
CREATE TABLE IF NOT EXISTS read_batch (
    municipality TEXT NOT NULL,
    segment TEXT NOT NULL,
    batch BIGINT NOT NULL,
    last_line BIGINT NOT NULL,
    previous TEXT NOT NULL,
    mac TEXT NOT NULL,
    PRIMARY KEY (municipality, segment, batch)
);
-- Under what a line is found: whom it showed and why, who read, by which call, for which reason. Made from the lines after
-- they were written, so that no answer waits for it; how far that has come stands in `read_indexed`.
CREATE TABLE IF NOT EXISTS read_term (
    municipality TEXT NOT NULL,
    segment TEXT NOT NULL,
    term TEXT NOT NULL,
    line BIGINT NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (municipality, segment, term, line)
);
CREATE TABLE IF NOT EXISTS read_indexed (
    municipality TEXT NOT NULL,
    segment TEXT NOT NULL,
    line BIGINT NOT NULL,
    PRIMARY KEY (municipality)
);
-- Whom of others an account was shown on a day: what the limit counts. It is forgotten with the day.
CREATE TABLE IF NOT EXISTS read_of_others (
    municipality TEXT NOT NULL,
    account TEXT NOT NULL,
    day TEXT NOT NULL,
    subject TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (municipality, account, day, subject)
);
