-- No rewrite of the table: what is stored already has no frame.
ALTER TABLE "invocation" ADD COLUMN "error_frame" TEXT;

CREATE TABLE "issue" (
    "id" SERIAL NOT NULL,
    "fingerprint" BYTEA NOT NULL,
    "class" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "shape" TEXT NOT NULL,
    "frame" TEXT,
    "message" TEXT,
    "state" TEXT NOT NULL DEFAULT 'active',
    "state_at" TIMESTAMPTZ(3),
    "reopened_at" TIMESTAMPTZ(3),
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "first_function_id" INTEGER NOT NULL,
    "first_version" TEXT NOT NULL,

    CONSTRAINT "issue_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "issue_fingerprint_key" ON "issue"("fingerprint");

CREATE INDEX "issue_last_seen_at_id_idx" ON "issue"("last_seen_at", "id");

CREATE INDEX "issue_first_seen_at_id_idx" ON "issue"("first_seen_at", "id");

CREATE TABLE "issue_hour" (
    "account_region_id" INTEGER NOT NULL,
    "issue_id" INTEGER NOT NULL,
    "function_id" INTEGER NOT NULL,
    "version" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "invocations" INTEGER NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "minutes" INTEGER[],
    "sample_at" TIMESTAMPTZ(3)[],
    "sample_keys" BYTEA[],

    CONSTRAINT "issue_hour_pkey" PRIMARY KEY ("issue_id","at","function_id","version")
);

CREATE INDEX "issue_hour_function_id_at_idx" ON "issue_hour"("function_id", "at");

CREATE INDEX "issue_hour_at_idx" ON "issue_hour"("at");

CREATE TABLE "issue_day" (
    "account_region_id" INTEGER NOT NULL,
    "issue_id" INTEGER NOT NULL,
    "function_id" INTEGER NOT NULL,
    "version" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "invocations" INTEGER NOT NULL,

    CONSTRAINT "issue_day_pkey" PRIMARY KEY ("issue_id","at","function_id","version")
);

CREATE INDEX "issue_day_function_id_at_idx" ON "issue_day"("function_id", "at");

CREATE INDEX "issue_day_at_idx" ON "issue_day"("at");

CREATE TABLE "issue_due" (
    "account_region_id" INTEGER NOT NULL,
    "function_id" INTEGER NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "issue_due_pkey" PRIMARY KEY ("function_id","hour")
);

CREATE INDEX "issue_due_account_region_id_hour_idx" ON "issue_due"("account_region_id", "hour");

-- What failed before there were issues is grouped too.
INSERT INTO "issue_due" ("account_region_id", "function_id", "hour")
SELECT DISTINCT "account_region_id", "function_id", date_trunc('hour', "started_at", 'UTC')
FROM "invocation" WHERE "result" <> 'success' AND "closed"
ON CONFLICT DO NOTHING;
