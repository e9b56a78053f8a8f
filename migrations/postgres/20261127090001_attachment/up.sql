-- Pictures that came beside envelopes, such as scans of signed sheets: named by the hash of what was handed in, written anew by
-- the server, sealed under the key of the person. The same picture handed in for two persons is two rows.
CREATE TABLE attachment (
    municipality TEXT NOT NULL,
    person_id TEXT NOT NULL,
    attachment_id TEXT NOT NULL,
    taken_at BIGINT NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (municipality, person_id, attachment_id)
);
