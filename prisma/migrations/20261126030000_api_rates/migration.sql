-- Empty after a crash of the server, which costs nothing: a bucket that has no row begins anew, and no commit waits for the disk.
CREATE UNLOGGED TABLE "api_bucket" (
    "account_region_id" INTEGER NOT NULL,
    "bucket" TEXT NOT NULL,
    "per_second" DOUBLE PRECISION NOT NULL,
    "free_at" TIMESTAMPTZ(6) NOT NULL,
    "throttled_at" TIMESTAMPTZ(3),
    "throttled_per_second" DOUBLE PRECISION,

    CONSTRAINT "api_bucket_pkey" PRIMARY KEY ("account_region_id", "bucket")
);

CREATE TABLE "credential_outage" (
    "account_region_id" INTEGER NOT NULL,
    "detail" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "retry_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "credential_outage_pkey" PRIMARY KEY ("account_region_id")
);
