-- Answers that alone tell what was billed, and were lost: the next one that comes tells it for them.
ALTER TABLE api_usage ADD COLUMN lost_answers integer NOT NULL DEFAULT 0;
