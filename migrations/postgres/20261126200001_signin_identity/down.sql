DROP TABLE signin_event;
DROP TABLE signin_recovery;
DROP TABLE signin_totp;
DROP TABLE signin_invitation;

DROP TABLE signin_session;
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

ALTER TABLE signin_account RENAME COLUMN last_unit TO unit;
ALTER TABLE signin_account ADD COLUMN post TEXT;
ALTER TABLE signin_account ADD COLUMN roles TEXT NOT NULL DEFAULT '';
UPDATE signin_account SET
    post = (SELECT MAX(r.post) FROM signin_role r
        WHERE r.municipality = signin_account.municipality AND r.account_id = signin_account.account_id
            AND r.unit = signin_account.unit AND r.valid_until IS NULL),
    roles = COALESCE((SELECT string_agg(r.role, ' ') FROM signin_role r
        WHERE r.municipality = signin_account.municipality AND r.account_id = signin_account.account_id
            AND r.unit = signin_account.unit AND r.valid_until IS NULL), '');
DROP TABLE signin_role;
