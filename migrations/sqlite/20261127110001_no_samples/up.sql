-- SQLite keeps samples of what lies in its tables only for who asks it to, which nothing here does: the pair of the migration
-- that keeps PostgreSQL from it.
SELECT 1;
