-- CreateTable
CREATE TABLE "trace_request" (
    "account_region_id" INTEGER NOT NULL,
    "trace_id" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "trace_request_pkey" PRIMARY KEY ("account_region_id","trace_id")
);
