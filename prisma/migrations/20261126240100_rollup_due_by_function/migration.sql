-- Lists of invocations ask which minutes of one function wait for their rollup.
-- CreateIndex
CREATE INDEX "rollup_due_function_id_minute_idx" ON "rollup_due"("function_id", "minute");
