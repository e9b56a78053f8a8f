-- PostgreSQL keeps samples of what lies in its tables (pg_statistic), and those outlive the row: the wrapped key of somebody
-- who was erased stood there, out of reach of every step that rewrites the table. Of columns that hold bytes, all of them
-- sealed or keys, it takes none from now on. Naming the type of the keys anew throws the samples away that are there, and
-- rewrites nothing; what else was sampled is unreadable without them. SQLite keeps such samples only for who asks it to, which
-- nothing here does.
DO $$
DECLARE
    found RECORD;
BEGIN
    FOR found IN
        SELECT table_name, column_name FROM information_schema.columns
        WHERE table_schema = current_schema() AND data_type = 'bytea'
    LOOP
        EXECUTE format('ALTER TABLE %I ALTER COLUMN %I SET STATISTICS 0', found.table_name, found.column_name);
    END LOOP;
END
$$;
ALTER TABLE subject_key ALTER COLUMN wrapped TYPE BYTEA;
ALTER TABLE purpose_key ALTER COLUMN wrapped TYPE BYTEA;
ALTER TABLE signin_totp ALTER COLUMN secret TYPE BYTEA;
