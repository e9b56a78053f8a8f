DROP TABLE erasure;
DROP TABLE erasure_request;
