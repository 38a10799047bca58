-- What of closed days a web server has read stays right until one of them changes.
CREATE TABLE "day_change" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "changes" INTEGER NOT NULL,

    CONSTRAINT "day_change_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "day_change_at_idx" ON "day_change"("at");
