-- Why a post has a case, where the person lived while it was open, and until when somebody looks at it after a move.
ALTER TABLE case_post ADD COLUMN reason BLOB;
ALTER TABLE integration_case ADD COLUMN check_by TEXT;
CREATE INDEX integration_case_check ON integration_case (municipality, check_by);

CREATE TABLE case_district (
    municipality TEXT NOT NULL,
    case_id TEXT NOT NULL,
    since TEXT NOT NULL,
    district TEXT,
    kept_at BIGINT,
    kept BLOB,
    PRIMARY KEY (municipality, case_id, since),
    FOREIGN KEY (municipality, case_id) REFERENCES integration_case (municipality, case_id)
);
INSERT INTO case_district (municipality, case_id, since, district)
    SELECT municipality, case_id, opened_on, district FROM integration_case;
