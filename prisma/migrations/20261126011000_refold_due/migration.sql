-- CreateTable
CREATE TABLE "refold_due" (
    "account_region_id" INTEGER NOT NULL,
    "log_group_id" INTEGER NOT NULL,
    "stream_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "refold_due_pkey" PRIMARY KEY ("log_group_id","stream_id","at")
);
