-- In which minutes of the hour the attempts were, so that windows which begin or end within it count their own alone.
ALTER TABLE "retry_hour" ADD COLUMN "minutes" INTEGER[],
ADD COLUMN "minute_attempts" INTEGER[],
ADD COLUMN "minute_gb_ms" DOUBLE PRECISION[];
