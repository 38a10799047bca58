-- CreateTable
CREATE TABLE "log_block" (
    "account_region_id" INTEGER NOT NULL,
    "log_group_id" INTEGER NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "part" INTEGER NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "to_at" TIMESTAMPTZ(3) NOT NULL,
    "lines" INTEGER NOT NULL,
    "stream_ids" INTEGER[],
    "body" BYTEA NOT NULL,

    CONSTRAINT "log_block_pkey" PRIMARY KEY ("log_group_id","hour","part")
) PARTITION BY RANGE ("hour");

-- Packed bytes do not get smaller by Postgres's own compression.
ALTER TABLE "log_block" ALTER COLUMN "body" SET STORAGE EXTERNAL;

-- CreateIndex
CREATE INDEX "log_block_stream_ids_idx" ON "log_block" USING GIN ("stream_ids");
