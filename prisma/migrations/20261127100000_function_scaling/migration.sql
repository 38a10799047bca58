-- How many execution environments a version on managed instances may have.
CREATE TABLE "function_scaling" (
    "function_id" INTEGER NOT NULL,
    "version" TEXT NOT NULL,
    "min_environments" INTEGER,
    "max_environments" INTEGER,
    "applied_min_environments" INTEGER,
    "applied_max_environments" INTEGER,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "function_scaling_pkey" PRIMARY KEY ("function_id","version")
);

ALTER TABLE "function_scaling" ADD CONSTRAINT "function_scaling_function_id_fkey"
    FOREIGN KEY ("function_id") REFERENCES "lambda_function"("id") ON DELETE CASCADE ON UPDATE CASCADE;
