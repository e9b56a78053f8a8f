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
