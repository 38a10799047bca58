CREATE TABLE "aws_account" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "account_id" TEXT,
    "role_arn" TEXT,
    "external_id" TEXT,
    "profile" TEXT,
    "regions" TEXT[],
    "origin" TEXT NOT NULL,
    "paused" BOOLEAN NOT NULL DEFAULT false,
    "paused_backfills" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "detail" TEXT,
    "state_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "aws_account_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "aws_account_name_key" ON "aws_account"("name");

ALTER TABLE "account_region" ADD COLUMN "aws_account_id" INTEGER,
ADD COLUMN "pulled" BOOLEAN NOT NULL DEFAULT true;

ALTER TABLE "account_region" ADD CONSTRAINT "account_region_aws_account_id_fkey" FOREIGN KEY ("aws_account_id") REFERENCES "aws_account"("id") ON DELETE SET NULL ON UPDATE CASCADE;
