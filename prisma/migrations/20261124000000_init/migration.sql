-- CreateTable
CREATE TABLE "account_region" (
    "id" SERIAL NOT NULL,
    "account_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "concurrency_limit" INTEGER,
    "unreserved_concurrency" INTEGER,
    "settings_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_region_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lambda_function" (
    "id" SERIAL NOT NULL,
    "account_region_id" INTEGER NOT NULL,
    "arn" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "inferred" BOOLEAN NOT NULL DEFAULT false,
    "runtime" TEXT,
    "architecture" TEXT,
    "package_type" TEXT,
    "handler" TEXT,
    "description" TEXT,
    "memory_mb" INTEGER,
    "timeout_s" INTEGER,
    "ephemeral_storage_mb" INTEGER,
    "code_sha256" TEXT,
    "code_size" BIGINT,
    "last_modified_at" TIMESTAMPTZ(3),
    "revision_id" TEXT,
    "role_arn" TEXT,
    "kms_key_arn" TEXT,
    "state" TEXT,
    "state_reason" TEXT,
    "last_update_status" TEXT,
    "tracing_mode" TEXT,
    "log_format" TEXT,
    "application_log_level" TEXT,
    "system_log_level" TEXT,
    "log_group_name" TEXT,
    "snap_start" TEXT,
    "dead_letter_arn" TEXT,
    "environment_names" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "environment_hash" TEXT,
    "vpc" JSONB,
    "layers" JSONB,
    "tags" JSONB,
    "modes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "reserved_concurrency" INTEGER,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "details_at" TIMESTAMPTZ(3),
    "gone_at" TIMESTAMPTZ(3),

    CONSTRAINT "lambda_function_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "function_version" (
    "function_id" INTEGER NOT NULL,
    "version" TEXT NOT NULL,
    "code_sha256" TEXT,
    "runtime" TEXT,
    "memory_mb" INTEGER,
    "timeout_s" INTEGER,
    "architecture" TEXT,
    "description" TEXT,
    "published_at" TIMESTAMPTZ(3),
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "gone_at" TIMESTAMPTZ(3),

    CONSTRAINT "function_version_pkey" PRIMARY KEY ("function_id","version")
);

-- CreateTable
CREATE TABLE "function_alias" (
    "function_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "weights" JSONB NOT NULL,
    "description" TEXT,
    "revision_id" TEXT,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "gone_at" TIMESTAMPTZ(3),

    CONSTRAINT "function_alias_pkey" PRIMARY KEY ("function_id","name")
);

-- CreateTable
CREATE TABLE "provisioned_concurrency" (
    "function_id" INTEGER NOT NULL,
    "qualifier" TEXT NOT NULL,
    "requested" INTEGER,
    "allocated" INTEGER,
    "available" INTEGER,
    "status" TEXT,
    "status_reason" TEXT,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "provisioned_concurrency_pkey" PRIMARY KEY ("function_id","qualifier")
);

-- CreateTable
CREATE TABLE "function_policy" (
    "function_id" INTEGER NOT NULL,
    "qualifier" TEXT NOT NULL,
    "document" JSONB NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "function_policy_pkey" PRIMARY KEY ("function_id","qualifier")
);

-- CreateTable
CREATE TABLE "event_invoke_config" (
    "function_id" INTEGER NOT NULL,
    "qualifier" TEXT NOT NULL,
    "maximum_retries" INTEGER,
    "maximum_event_age_s" INTEGER,
    "on_success" TEXT,
    "on_failure" TEXT,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "event_invoke_config_pkey" PRIMARY KEY ("function_id","qualifier")
);

-- CreateTable
CREATE TABLE "function_url" (
    "function_id" INTEGER NOT NULL,
    "qualifier" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "auth_type" TEXT,
    "invoke_mode" TEXT,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "function_url_pkey" PRIMARY KEY ("function_id","qualifier")
);

-- CreateTable
CREATE TABLE "event_source_mapping" (
    "uuid" TEXT NOT NULL,
    "account_region_id" INTEGER NOT NULL,
    "function_id" INTEGER NOT NULL,
    "qualifier" TEXT NOT NULL,
    "event_source_arn" TEXT,
    "state" TEXT,
    "last_result" TEXT,
    "configuration" JSONB NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "gone_at" TIMESTAMPTZ(3),

    CONSTRAINT "event_source_mapping_pkey" PRIMARY KEY ("uuid")
);

-- CreateTable
CREATE TABLE "log_group" (
    "id" SERIAL NOT NULL,
    "account_region_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "log_group_class" TEXT,
    "retention_days" INTEGER,
    "stored_bytes" BIGINT,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "gone_at" TIMESTAMPTZ(3),

    CONSTRAINT "log_group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "log_stream" (
    "id" SERIAL NOT NULL,
    "account_region_id" INTEGER NOT NULL,
    "log_group_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "function_id" INTEGER,
    "version" TEXT,

    CONSTRAINT "log_stream_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "log_event" (
    "account_region_id" INTEGER NOT NULL,
    "log_group_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "event_id" TEXT NOT NULL,
    "stream_id" INTEGER NOT NULL,
    "function_id" INTEGER,
    "request_id" TEXT,
    "level" TEXT,
    "foldable" BOOLEAN NOT NULL,
    "message" TEXT NOT NULL,
    "ingested_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "log_event_pkey" PRIMARY KEY ("log_group_id","at","event_id")
) PARTITION BY RANGE ("at");

-- CreateTable
CREATE TABLE "invocation" (
    "account_region_id" INTEGER NOT NULL,
    "function_id" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "key" TEXT NOT NULL,
    "log_group_id" INTEGER NOT NULL,
    "stream_id" INTEGER NOT NULL,
    "request_id" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "closed" BOOLEAN NOT NULL,
    "result" TEXT NOT NULL,
    "error_type" TEXT,
    "error_message" TEXT,
    "duration_ms" DOUBLE PRECISION,
    "billed_ms" INTEGER,
    "init_ms" DOUBLE PRECISION,
    "restore_ms" DOUBLE PRECISION,
    "memory_mb" INTEGER,
    "max_memory_used_mb" INTEGER,
    "cold_start" BOOLEAN NOT NULL,
    "trace_id" TEXT,

    CONSTRAINT "invocation_pkey" PRIMARY KEY ("function_id","started_at","key")
) PARTITION BY RANGE ("started_at");

-- CreateTable
CREATE TABLE "invocation_minute" (
    "account_region_id" INTEGER NOT NULL,
    "function_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "version" TEXT NOT NULL,
    "result" TEXT NOT NULL,
    "invocations" INTEGER NOT NULL,
    "cold_starts" INTEGER NOT NULL,
    "billed_ms" BIGINT NOT NULL,
    "gb_ms" DOUBLE PRECISION NOT NULL,
    "duration_sum_ms" DOUBLE PRECISION NOT NULL,
    "duration_max_ms" DOUBLE PRECISION,
    "init_sum_ms" DOUBLE PRECISION NOT NULL,
    "init_max_ms" DOUBLE PRECISION,
    "memory_mb" INTEGER,
    "max_memory_used_mb" INTEGER,
    "duration_sketch" BYTEA NOT NULL,

    CONSTRAINT "invocation_minute_pkey" PRIMARY KEY ("function_id","at","version","result")
) PARTITION BY RANGE ("at");

-- CreateTable
CREATE TABLE "invocation_hour" (
    "account_region_id" INTEGER NOT NULL,
    "function_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "version" TEXT NOT NULL,
    "result" TEXT NOT NULL,
    "invocations" INTEGER NOT NULL,
    "cold_starts" INTEGER NOT NULL,
    "billed_ms" BIGINT NOT NULL,
    "gb_ms" DOUBLE PRECISION NOT NULL,
    "duration_sum_ms" DOUBLE PRECISION NOT NULL,
    "duration_max_ms" DOUBLE PRECISION,
    "init_sum_ms" DOUBLE PRECISION NOT NULL,
    "init_max_ms" DOUBLE PRECISION,
    "memory_mb" INTEGER,
    "max_memory_used_mb" INTEGER,
    "duration_sketch" BYTEA NOT NULL,

    CONSTRAINT "invocation_hour_pkey" PRIMARY KEY ("function_id","at","version","result")
);

-- CreateTable
CREATE TABLE "metric_series" (
    "id" SERIAL NOT NULL,
    "account_region_id" INTEGER NOT NULL,
    "function_id" INTEGER NOT NULL,
    "qualifier" TEXT NOT NULL,
    "executed_version" TEXT NOT NULL,
    "metric" TEXT NOT NULL,
    "statistic" TEXT NOT NULL,
    "period_s" INTEGER NOT NULL,
    "covered" tstzmultirange NOT NULL DEFAULT '{}'::tstzmultirange,
    "last_point_at" TIMESTAMPTZ(3),

    CONSTRAINT "metric_series_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "metric_point" (
    "account_region_id" INTEGER NOT NULL,
    "series_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "metric_point_pkey" PRIMARY KEY ("series_id","at")
) PARTITION BY RANGE ("at");

-- CreateTable
CREATE TABLE "trace" (
    "account_region_id" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "duration_ms" DOUBLE PRECISION,
    "response_ms" DOUBLE PRECISION,
    "has_error" BOOLEAN NOT NULL,
    "has_fault" BOOLEAN NOT NULL,
    "has_throttle" BOOLEAN NOT NULL,
    "is_partial" BOOLEAN NOT NULL,
    "revision" INTEGER NOT NULL,
    "entry_point" TEXT,
    "http_method" TEXT,
    "http_url" TEXT,
    "http_status" INTEGER,
    "annotations" JSONB,
    "function_names" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "documents_revision" INTEGER,
    "complete" BOOLEAN NOT NULL DEFAULT false,
    "limit_exceeded" BOOLEAN NOT NULL DEFAULT false,
    "span_count" INTEGER,
    "fetched_at" TIMESTAMPTZ(3),
    "fetch_after" TIMESTAMPTZ(3),

    CONSTRAINT "trace_pkey" PRIMARY KEY ("account_region_id","id")
);

-- CreateTable
CREATE TABLE "trace_function" (
    "account_region_id" INTEGER NOT NULL,
    "function_id" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "trace_id" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,

    CONSTRAINT "trace_function_pkey" PRIMARY KEY ("function_id","started_at","trace_id","request_id")
);

-- CreateTable
CREATE TABLE "segment" (
    "account_region_id" INTEGER NOT NULL,
    "trace_id" TEXT NOT NULL,
    "segment_id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "document" TEXT NOT NULL,

    CONSTRAINT "segment_pkey" PRIMARY KEY ("trace_id","segment_id","started_at")
) PARTITION BY RANGE ("started_at");

-- CreateTable
CREATE TABLE "sync_state" (
    "account_region_id" INTEGER NOT NULL,
    "step" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "detail" TEXT,
    "next_run_at" TIMESTAMPTZ(3) NOT NULL,
    "last_started_at" TIMESTAMPTZ(3),
    "last_ok_at" TIMESTAMPTZ(3),
    "last_failed_at" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "cursor" JSONB,
    "done" INTEGER,
    "total" INTEGER,
    "target_from" TIMESTAMPTZ(3),
    "covered" tstzmultirange NOT NULL DEFAULT '{}'::tstzmultirange,

    CONSTRAINT "sync_state_pkey" PRIMARY KEY ("account_region_id","step","subject")
);

-- CreateTable
CREATE TABLE "sync_run" (
    "id" BIGSERIAL NOT NULL,
    "account_region_id" INTEGER NOT NULL,
    "step" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT NOT NULL,
    "detail" TEXT,
    "from_at" TIMESTAMPTZ(3),
    "to_at" TIMESTAMPTZ(3),
    "calls" INTEGER NOT NULL,
    "rows" INTEGER NOT NULL,

    CONSTRAINT "sync_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_state" (
    "account_region_id" INTEGER NOT NULL,
    "service" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "detail" TEXT,
    "iam_action" TEXT,
    "last_ok_at" TIMESTAMPTZ(3),
    "last_failed_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_state_pkey" PRIMARY KEY ("account_region_id","service","operation")
);

-- CreateTable
CREATE TABLE "api_usage" (
    "account_region_id" INTEGER NOT NULL,
    "service" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "calls" BIGINT NOT NULL,
    "billed_units" BIGINT NOT NULL,
    "usd" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "api_usage_pkey" PRIMARY KEY ("account_region_id","service","operation","hour")
);

-- CreateTable
CREATE TABLE "worker" (
    "id" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "worker_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_token" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_link" (
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_link_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "instance_setting" (
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "instance_setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "user" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "role" TEXT NOT NULL DEFAULT 'viewer',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "token" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "user_id" TEXT NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" TIMESTAMPTZ(3),
    "refresh_token_expires_at" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verification" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "verification_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "account_region_account_id_region_key" ON "account_region"("account_id", "region");

-- CreateIndex
CREATE UNIQUE INDEX "lambda_function_arn_key" ON "lambda_function"("arn");

-- CreateIndex
CREATE INDEX "lambda_function_account_region_id_name_idx" ON "lambda_function"("account_region_id", "name");

-- CreateIndex
CREATE INDEX "lambda_function_name_idx" ON "lambda_function"("name");

-- CreateIndex
CREATE INDEX "event_source_mapping_function_id_idx" ON "event_source_mapping"("function_id");

-- CreateIndex
CREATE UNIQUE INDEX "log_group_account_region_id_name_key" ON "log_group"("account_region_id", "name");

-- CreateIndex
CREATE INDEX "log_stream_function_id_idx" ON "log_stream"("function_id");

-- CreateIndex
CREATE UNIQUE INDEX "log_stream_log_group_id_name_key" ON "log_stream"("log_group_id", "name");

-- CreateIndex
CREATE INDEX "log_event_stream_id_at_idx" ON "log_event"("stream_id", "at");

-- CreateIndex
CREATE INDEX "log_event_function_id_at_idx" ON "log_event"("function_id", "at");

-- CreateIndex
CREATE INDEX "log_event_request_id_idx" ON "log_event"("request_id");

-- CreateIndex
CREATE INDEX "invocation_started_at_key_idx" ON "invocation"("started_at", "key");

-- CreateIndex
CREATE INDEX "invocation_stream_id_started_at_idx" ON "invocation"("stream_id", "started_at");

-- CreateIndex
CREATE INDEX "invocation_request_id_idx" ON "invocation"("request_id");

-- CreateIndex
CREATE INDEX "invocation_trace_id_idx" ON "invocation"("trace_id");

-- CreateIndex
CREATE INDEX "metric_series_function_id_metric_idx" ON "metric_series"("function_id", "metric");

-- CreateIndex
CREATE UNIQUE INDEX "metric_series_account_region_id_function_id_qualifier_execu_key" ON "metric_series"("account_region_id", "function_id", "qualifier", "executed_version", "metric", "statistic", "period_s");

-- CreateIndex
CREATE INDEX "trace_started_at_idx" ON "trace"("started_at");

-- CreateIndex
CREATE INDEX "trace_id_idx" ON "trace"("id");

-- CreateIndex
CREATE INDEX "trace_account_region_id_fetch_after_idx" ON "trace"("account_region_id", "fetch_after");

-- CreateIndex
CREATE INDEX "trace_function_account_region_id_trace_id_idx" ON "trace_function"("account_region_id", "trace_id");

-- CreateIndex
CREATE INDEX "trace_function_request_id_idx" ON "trace_function"("request_id");

-- CreateIndex
CREATE INDEX "sync_state_next_run_at_idx" ON "sync_state"("next_run_at");

-- CreateIndex
CREATE INDEX "sync_run_started_at_idx" ON "sync_run"("started_at");

-- CreateIndex
CREATE INDEX "sync_run_account_region_id_step_subject_started_at_idx" ON "sync_run"("account_region_id", "step", "subject", "started_at");

-- CreateIndex
CREATE INDEX "api_usage_hour_idx" ON "api_usage"("hour");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_name_key" ON "api_token"("name");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_token_hash_key" ON "api_token"("token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "session_token_key" ON "session"("token");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "account_user_id_idx" ON "account"("user_id");

-- CreateIndex
CREATE INDEX "verification_identifier_idx" ON "verification"("identifier");

-- AddForeignKey
ALTER TABLE "lambda_function" ADD CONSTRAINT "lambda_function_account_region_id_fkey" FOREIGN KEY ("account_region_id") REFERENCES "account_region"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "function_version" ADD CONSTRAINT "function_version_function_id_fkey" FOREIGN KEY ("function_id") REFERENCES "lambda_function"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "function_alias" ADD CONSTRAINT "function_alias_function_id_fkey" FOREIGN KEY ("function_id") REFERENCES "lambda_function"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "provisioned_concurrency" ADD CONSTRAINT "provisioned_concurrency_function_id_fkey" FOREIGN KEY ("function_id") REFERENCES "lambda_function"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "function_policy" ADD CONSTRAINT "function_policy_function_id_fkey" FOREIGN KEY ("function_id") REFERENCES "lambda_function"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event_invoke_config" ADD CONSTRAINT "event_invoke_config_function_id_fkey" FOREIGN KEY ("function_id") REFERENCES "lambda_function"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "function_url" ADD CONSTRAINT "function_url_function_id_fkey" FOREIGN KEY ("function_id") REFERENCES "lambda_function"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event_source_mapping" ADD CONSTRAINT "event_source_mapping_function_id_fkey" FOREIGN KEY ("function_id") REFERENCES "lambda_function"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "log_group" ADD CONSTRAINT "log_group_account_region_id_fkey" FOREIGN KEY ("account_region_id") REFERENCES "account_region"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Partitions by UTC day. Called outside of the transaction that writes rows: it locks the parent for a moment.
CREATE FUNCTION ensure_day_partition(parent text, day date) RETURNS void LANGUAGE plpgsql AS $fn$
DECLARE
  child text := parent || '_' || to_char(day, 'YYYYMMDD');
BEGIN
  IF to_regclass(format('%I', child)) IS NOT NULL THEN
    RETURN;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('ensure_day_partition'), hashtext(parent));
  IF to_regclass(format('%I', child)) IS NULL THEN
    EXECUTE format(
      'CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
      child, parent, day::text || ' 00:00:00+00', (day + 1)::text || ' 00:00:00+00'
    );
  END IF;
END
$fn$;

-- Errors and the like are few among many: pages ask for them alone.
CREATE INDEX "invocation_failed_idx" ON "invocation" ("function_id", "started_at") WHERE "result" <> 'success';
