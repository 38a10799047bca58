-- Traces of a function that is seldom called are found without reading all of the window. Entries are written at once:
-- what waits in a list is read by every question.
UPDATE "trace" SET "function_names" = ARRAY(SELECT left(name, 256) FROM unnest("function_names") AS name)
WHERE EXISTS (SELECT FROM unnest("function_names") AS name WHERE length(name) > 256);
CREATE INDEX "trace_function_names_idx" ON "trace" USING GIN ("function_names") WITH (fastupdate = off);
