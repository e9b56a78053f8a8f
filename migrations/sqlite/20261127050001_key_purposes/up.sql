-- Keys that stay the same when the key-encryption key is changed, because chains and recovery codes hang on them: each wrapped
-- by the key in use. None stands here before the first change; then all of them are derived from the key file. They belong to
-- the whole database, as the key file does, and therefore name no municipality.
CREATE TABLE purpose_key (
    purpose TEXT NOT NULL PRIMARY KEY,
    wrapped BLOB NOT NULL,
    kek TEXT NOT NULL
);

-- A server that still has an earlier key in its memory wraps nothing by it any more.
CREATE TRIGGER subject_key_under_the_key_in_use BEFORE INSERT ON subject_key
WHEN EXISTS (SELECT 1 FROM purpose_key WHERE kek <> NEW.kek)
BEGIN
    SELECT RAISE(ABORT, 'the key was changed');
END;
