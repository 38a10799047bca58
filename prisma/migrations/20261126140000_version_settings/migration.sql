-- What else AWS tells of a published version, so that two versions can be compared; filled by the next listing.
ALTER TABLE "function_version" ADD COLUMN "settings" JSONB;
