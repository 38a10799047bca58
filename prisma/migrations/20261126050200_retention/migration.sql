-- CreateTable
CREATE TABLE "retention" (
    "kind" TEXT NOT NULL,
    "days" INTEGER NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "retention_pkey" PRIMARY KEY ("kind")
);

-- What grows every day is partitioned by day, so that it goes with its partitions. The rows that are there move.
CREATE FUNCTION partition_by_day(whole text, at_column text, id_columns text) RETURNS void LANGUAGE plpgsql AS $fn$
DECLARE
  index_row record;
BEGIN
  EXECUTE format('ALTER TABLE %I RENAME TO %I', whole, 'whole_' || whole);
  EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS) PARTITION BY RANGE (%I)', whole, 'whole_' || whole, at_column);
  EXECUTE format('ALTER TABLE %I DROP CONSTRAINT %I', 'whole_' || whole, whole || '_pkey');
  EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I PRIMARY KEY (%s)', whole, whole || '_pkey', id_columns);
  FOR index_row IN SELECT indexname AS name, indexdef AS definition FROM pg_indexes WHERE tablename = 'whole_' || whole AND schemaname = current_schema()
  LOOP
    EXECUTE format('DROP INDEX %I', index_row.name);
    EXECUTE replace(index_row.definition, 'whole_' || whole, whole);
  END LOOP;
  EXECUTE format(
    'SELECT ensure_day_partition(%L, day) FROM (SELECT DISTINCT (%I AT TIME ZONE ''UTC'')::date AS day FROM %I) AS days',
    whole, at_column, 'whole_' || whole
  );
  EXECUTE format('INSERT INTO %I SELECT * FROM %I', whole, 'whole_' || whole);
END
$fn$;

SELECT partition_by_day('sync_run', 'started_at', '"id", "started_at"');
ALTER SEQUENCE "sync_run_id_seq" OWNED BY "sync_run"."id";
SELECT partition_by_day('trace_function', 'started_at', '"function_id", "started_at", "trace_id", "request_id"');
SELECT partition_by_day('invocation_hour', 'at', '"function_id", "at", "version", "result"');
DROP TABLE "whole_sync_run", "whole_trace_function", "whole_invocation_hour";
DROP FUNCTION partition_by_day;
