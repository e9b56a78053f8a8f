DROP TABLE signin_challenge;
DROP TABLE signin_passkey;
