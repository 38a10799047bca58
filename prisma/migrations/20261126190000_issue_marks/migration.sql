-- Marks are added, never written again: who marks does not wait for who takes.
ALTER TABLE "issue_due" DROP CONSTRAINT "issue_due_pkey";
ALTER TABLE "issue_due" ADD COLUMN "id" BIGSERIAL NOT NULL;
ALTER TABLE "issue_due" ADD CONSTRAINT "issue_due_pkey" PRIMARY KEY ("id");
