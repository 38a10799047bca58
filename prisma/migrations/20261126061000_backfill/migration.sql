ALTER TABLE "sync_state" ADD COLUMN "backfill_at" TIMESTAMPTZ(3);

CREATE INDEX "sync_state_backfill_at_idx" ON "sync_state"("backfill_at");

ALTER TABLE "sync_run" ADD COLUMN "backfilled_ms" BIGINT NOT NULL DEFAULT 0;
