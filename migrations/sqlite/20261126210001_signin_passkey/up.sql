-- A passkey of an account: its public key and its counter, as the library keeps them. Nothing of it is secret.
CREATE TABLE signin_passkey (
    municipality TEXT NOT NULL,
    passkey_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    label TEXT NOT NULL,
    credential TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (municipality, passkey_id),
    FOREIGN KEY (municipality, account_id) REFERENCES signin_account (municipality, account_id)
);
CREATE INDEX signin_passkey_account ON signin_passkey (municipality, account_id);

-- What a session was asked to sign and has not signed yet, sealed.
CREATE TABLE signin_challenge (
    municipality TEXT NOT NULL,
    session_id TEXT NOT NULL,
    state BLOB NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (municipality, session_id)
);
