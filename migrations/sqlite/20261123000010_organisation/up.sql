-- The organisation of a municipality as it was loaded last. It names offices, districts and workers at work, no client.
CREATE TABLE organisation (
    municipality TEXT NOT NULL,
    loaded_at BIGINT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (municipality)
);
