-- An account belongs to one person. What it may be, and where, are roles with a first and a last day.
CREATE TABLE signin_role (
    municipality TEXT NOT NULL,
    grant_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    role TEXT NOT NULL,
    unit TEXT NOT NULL,
    post TEXT,
    valid_from TEXT NOT NULL,
    valid_until TEXT,
    PRIMARY KEY (municipality, grant_id),
    FOREIGN KEY (municipality, account_id) REFERENCES signin_account (municipality, account_id)
);
CREATE INDEX signin_role_account ON signin_role (municipality, account_id);

INSERT INTO signin_role (municipality, grant_id, account_id, role, unit, post, valid_from, valid_until)
SELECT a.municipality, lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-a' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))), a.account_id, r.role, a.unit,
    CASE WHEN r.role = 'case_manager' THEN a.post END, strftime('%Y-%m-%d', a.made_at / 1000, 'unixepoch'), NULL
FROM signin_account a
JOIN (SELECT 'reception' AS role UNION ALL SELECT 'case_manager' UNION ALL SELECT 'coordinator' UNION ALL SELECT 'administrator') r
    ON ' ' || a.roles || ' ' LIKE '% ' || r.role || ' %';

ALTER TABLE signin_account DROP COLUMN roles;
ALTER TABLE signin_account DROP COLUMN post;
-- The unit it acted in last, with which the next session begins. An account without a password yet has an empty one.
ALTER TABLE signin_account RENAME COLUMN unit TO last_unit;

-- Sessions get an id that their owner may know, the unit they act in, and how far they are let in. Those that were begun
-- before begin anew.
DROP TABLE signin_session;
CREATE TABLE signin_session (
    municipality TEXT NOT NULL,
    token TEXT NOT NULL,
    session_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    unit TEXT NOT NULL,
    -- `waiting`: the second factor was not given yet; `limited`: one has to be set up first; `whole`.
    standing TEXT NOT NULL,
    browser TEXT NOT NULL,
    began_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    -- When the password or a factor was last given.
    confirmed_at BIGINT NOT NULL,
    PRIMARY KEY (municipality, token),
    FOREIGN KEY (municipality, account_id) REFERENCES signin_account (municipality, account_id)
);
CREATE INDEX signin_session_account ON signin_session (municipality, account_id);
CREATE INDEX signin_session_seen ON signin_session (municipality, seen_at);

-- A code on paper with which an account gets its password; here lies its SHA-256.
CREATE TABLE signin_invitation (
    municipality TEXT NOT NULL,
    account_id TEXT NOT NULL,
    code TEXT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (municipality, account_id),
    UNIQUE (municipality, code),
    FOREIGN KEY (municipality, account_id) REFERENCES signin_account (municipality, account_id)
);

-- The secret of an authenticator app, sealed. It counts once a code of it was given; no step counts twice.
CREATE TABLE signin_totp (
    municipality TEXT NOT NULL,
    account_id TEXT NOT NULL,
    secret BLOB NOT NULL,
    counts_since BIGINT,
    last_step BIGINT NOT NULL,
    PRIMARY KEY (municipality, account_id),
    FOREIGN KEY (municipality, account_id) REFERENCES signin_account (municipality, account_id)
);

-- Recovery codes that were not used; here lies a code of each under a key outside the database.
CREATE TABLE signin_recovery (
    municipality TEXT NOT NULL,
    account_id TEXT NOT NULL,
    code TEXT NOT NULL,
    PRIMARY KEY (municipality, account_id, code),
    FOREIGN KEY (municipality, account_id) REFERENCES signin_account (municipality, account_id)
);

-- What was changed about accounts, each line linked to the one before it by a code under a key outside the database.
CREATE TABLE signin_event (
    municipality TEXT NOT NULL,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    by_account TEXT NOT NULL,
    account_id TEXT NOT NULL,
    event TEXT NOT NULL,
    mac TEXT NOT NULL,
    PRIMARY KEY (municipality, number)
);
