-- What neither the listing nor GetFunction tells. *_at: when AWS answered it last, null when never.
ALTER TABLE "lambda_function"
  ADD COLUMN "recursive_loop" TEXT,
  ADD COLUMN "recursion_at" TIMESTAMPTZ(3),
  ADD COLUMN "update_runtime_on" TEXT,
  ADD COLUMN "runtime_version_arn" TEXT,
  ADD COLUMN "runtime_management_at" TIMESTAMPTZ(3);
