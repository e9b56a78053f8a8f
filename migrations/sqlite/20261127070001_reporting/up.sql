-- Reports for the steering group as they were issued: the numbers that are shown, and no other. Nobody can be found in them, so
-- they are not sealed.
CREATE TABLE report (
    municipality TEXT NOT NULL,
    quarter TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (municipality, quarter)
);
