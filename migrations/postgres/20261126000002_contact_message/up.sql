-- Messages by the contact form. What was written is sealed under a key of its own message.
CREATE TABLE contact_message (
    municipality TEXT NOT NULL,
    message_id TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    answered_at BIGINT,
    draft BYTEA NOT NULL,
    answer BYTEA,
    PRIMARY KEY (municipality, message_id)
);
CREATE INDEX contact_message_waiting ON contact_message (municipality, answered_at, received_at);
