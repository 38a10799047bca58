-- Invocations without an end are few, and no rollup tells of them: lists look for them by themselves.
CREATE INDEX "invocation_open_idx" ON "invocation" ("function_id", "started_at") WHERE NOT "closed";
