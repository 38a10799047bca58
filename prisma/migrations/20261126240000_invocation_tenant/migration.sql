-- The tenant of an invocation of a function with tenant isolation, as its JSON system events name it.
ALTER TABLE "invocation" ADD COLUMN "tenant_id" TEXT;
