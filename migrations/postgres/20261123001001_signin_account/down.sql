DROP TABLE signin_device;
DROP TABLE signin_set_up;
DROP TABLE signin_limit;
DROP TABLE signin_known_browser;
DROP TABLE signin_session;
DROP TABLE signin_account;
