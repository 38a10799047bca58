-- Filters of packed lines tell words apart by two bytes instead of one. The worker builds those of what is packed already.
UPDATE "log_block" SET "words" = NULL WHERE "words" IS NOT NULL;

-- A search reads the filters of a whole day: they stand in the rows with all that is read with them, and only bodies apart.
ALTER TABLE "log_block" ALTER COLUMN "words" SET STORAGE MAIN;
ALTER TABLE "log_block" ALTER COLUMN "minutes" SET STORAGE MAIN;
ALTER TABLE "log_block" ALTER COLUMN "stream_ids" SET STORAGE MAIN;
