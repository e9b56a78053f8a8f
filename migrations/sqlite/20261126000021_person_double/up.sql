-- Pairs of persons that resemble each other, the smaller id first: found when one of them arrived or was changed, and
-- whether somebody has said since that they are two. That two persons resemble each other stands in the clear; why does not.
CREATE TABLE person_double (
    municipality TEXT NOT NULL,
    one_id TEXT NOT NULL,
    other_id TEXT NOT NULL,
    verdict TEXT NOT NULL,
    found_at BIGINT NOT NULL,
    apart_at BIGINT,
    PRIMARY KEY (municipality, one_id, other_id),
    FOREIGN KEY (municipality, one_id) REFERENCES person (municipality, person_id),
    FOREIGN KEY (municipality, other_id) REFERENCES person (municipality, person_id)
);
CREATE INDEX person_double_other ON person_double (municipality, other_id);
CREATE INDEX person_double_open ON person_double (municipality, apart_at, found_at);
