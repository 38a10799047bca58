-- The longest traces of a window, as their list asks for them.
CREATE INDEX "trace_slowest_idx" ON "trace" (coalesce("duration_ms", -1) DESC, "started_at" DESC, "id" DESC, "account_region_id" DESC);
