-- Of one day the answer counts that was recorded last. The id says when its author's clock thought it was given, and clocks differ:
-- what a client took back must not lose to a yes from a tablet whose clock is ahead.
ALTER TABLE consent ADD COLUMN place BIGINT NOT NULL DEFAULT 0;
UPDATE consent SET place = (
    SELECT COUNT(*) FROM consent AS earlier
    WHERE earlier.municipality = consent.municipality AND earlier.person_id = consent.person_id
        AND earlier.consent_id <= consent.consent_id
);
