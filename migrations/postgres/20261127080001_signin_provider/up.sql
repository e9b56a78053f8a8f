-- That an account is linked to a person at the town's own sign-in service: which service, and a code of service and person
-- under a key outside the database. Who the person is there does not stand here.
CREATE TABLE signin_provider_link (
    municipality TEXT NOT NULL,
    account_id TEXT NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    linked_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (municipality, account_id),
    UNIQUE (municipality, subject),
    FOREIGN KEY (municipality, account_id) REFERENCES signin_account (municipality, account_id)
);

-- A browser that went to the service and is not back: the hash of the token in its cookie, and for linking, whose account in
-- which session, for signing in, the hash of the token of the session that ends then.
CREATE TABLE signin_provider_attempt (
    municipality TEXT NOT NULL,
    token TEXT NOT NULL,
    account_id TEXT,
    session_id TEXT,
    replaces TEXT,
    began_at BIGINT NOT NULL,
    PRIMARY KEY (municipality, token)
);
