-- Accounts, sessions, devices and limits of signing in. None of them is work: they are not in the log, not replayed.

CREATE TABLE signin_account (
    municipality TEXT NOT NULL,
    account_id TEXT NOT NULL,
    login TEXT NOT NULL,
    name TEXT NOT NULL,
    unit TEXT NOT NULL,
    post TEXT,
    roles TEXT NOT NULL,
    password TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    disabled_at BIGINT,
    PRIMARY KEY (municipality, account_id),
    UNIQUE (municipality, login)
);

-- The token itself is known to the browser only; here lies its SHA-256.
CREATE TABLE signin_session (
    municipality TEXT NOT NULL,
    token TEXT NOT NULL,
    account_id TEXT NOT NULL,
    began_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (municipality, token),
    FOREIGN KEY (municipality, account_id) REFERENCES signin_account (municipality, account_id)
);
CREATE INDEX signin_session_account ON signin_session (municipality, account_id);
CREATE INDEX signin_session_seen ON signin_session (municipality, seen_at);

-- A browser in which somebody has signed in before; limits that strangers used up do not hold for it.
CREATE TABLE signin_known_browser (
    municipality TEXT NOT NULL,
    token TEXT NOT NULL,
    account_id TEXT NOT NULL,
    used_at BIGINT NOT NULL,
    PRIMARY KEY (municipality, token),
    FOREIGN KEY (municipality, account_id) REFERENCES signin_account (municipality, account_id)
);

-- Tries that count against a limit; what is limited stands there as a hash.
CREATE TABLE signin_limit (
    municipality TEXT NOT NULL,
    bucket TEXT NOT NULL,
    tries BIGINT NOT NULL,
    since BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    PRIMARY KEY (municipality, bucket)
);
CREATE INDEX signin_limit_since ON signin_limit (municipality, since);

CREATE TABLE signin_set_up (
    municipality TEXT NOT NULL,
    token TEXT NOT NULL,
    unit TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (municipality, token)
);

-- An enrolled device: its public key, and the sealed half of its outbox key that only a sign-in releases.
CREATE TABLE signin_device (
    municipality TEXT NOT NULL,
    device_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    label TEXT NOT NULL,
    public_key BLOB NOT NULL,
    secret BLOB NOT NULL,
    enrolled_at BIGINT NOT NULL,
    revoked_at BIGINT,
    PRIMARY KEY (municipality, device_id),
    FOREIGN KEY (municipality, account_id) REFERENCES signin_account (municipality, account_id)
);
