CREATE TABLE "budget" (
    "account_id" TEXT NOT NULL DEFAULT '',
    "source" TEXT NOT NULL DEFAULT '',
    "period" TEXT NOT NULL,
    "usd" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "budget_pkey" PRIMARY KEY ("account_id","source","period")
);
