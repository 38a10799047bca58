-- The outline of a trace that several account-regions tell of is made of what all of them say: outline_with names the versions of the
-- other rows that it is made of, so that one that has changed since is told.
ALTER TABLE "trace_documents" ADD COLUMN "outline_with" TEXT NOT NULL DEFAULT '';
