-- What the waterfall of a large trace draws stands beside its documents: the page need not read those. Deflated already.
ALTER TABLE "trace_documents" ADD COLUMN "outline" BYTEA;
ALTER TABLE "trace_documents" ALTER COLUMN "outline" SET STORAGE EXTERNAL;
