-- The worklist of a post in the order in which it is shown: not yet opened first, then by next date. Open cases only, so
-- that it stays as short as the work, however many cases were closed.
CREATE INDEX integration_case_open ON integration_case
    (municipality, post, (seen_at IS NOT NULL), (next_on IS NULL), next_on, case_id)
    WHERE state <> 'closed';
