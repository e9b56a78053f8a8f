-- What was told of a case to offices or in a conference (Weitergabe). To whom, what and what for is sealed; that something was
-- told, and since when it lacks the client's consent, stands in clear: the worklist names such cases without opening them.
CREATE TABLE disclosure (
    municipality TEXT NOT NULL,
    disclosure_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    disclosed_at BIGINT NOT NULL,
    revoked_on TEXT,
    ended_at BIGINT,
    content BYTEA NOT NULL,
    ending BYTEA,
    PRIMARY KEY (municipality, disclosure_id),
    FOREIGN KEY (municipality, case_id) REFERENCES integration_case (municipality, case_id)
);
CREATE INDEX disclosure_case ON disclosure (municipality, case_id, disclosed_at, disclosure_id);
CREATE INDEX disclosure_person ON disclosure (municipality, person_id);

CREATE TRIGGER worklist_disclosure_came AFTER INSERT ON disclosure
    FOR EACH ROW EXECUTE FUNCTION worklist_of_person_changed();
CREATE TRIGGER worklist_disclosure_changed AFTER UPDATE ON disclosure
    FOR EACH ROW EXECUTE FUNCTION worklist_of_person_changed();
