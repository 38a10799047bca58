-- Lists of traces say how many of a window filters do not find yet, which is counted with each of them.
CREATE INDEX "trace_waiting_idx" ON "trace" ("started_at", "account_region_id") WHERE "documents_revision" IS NULL;
