-- Traces of a window by how they failed, and by how many segments they have, as their list asks for them.
CREATE INDEX "trace_failed_idx" ON "trace" ((CASE WHEN "has_fault" THEN 3 WHEN "has_throttle" THEN 2 WHEN "has_error" THEN 1 ELSE 0 END) DESC, "started_at" DESC, "id" DESC, "account_region_id" DESC);
CREATE INDEX "trace_largest_idx" ON "trace" (coalesce("span_count", -1) DESC, "started_at" DESC, "id" DESC, "account_region_id" DESC);
