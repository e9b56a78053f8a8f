DROP TABLE signin_provider_attempt;
DROP TABLE signin_provider_link;
