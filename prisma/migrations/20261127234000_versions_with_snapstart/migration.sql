-- Few versions are published with SnapStart: what they cost is asked with every cost, without looking into all settings.
CREATE INDEX "function_version_snapstart_idx" ON "function_version" ("function_id", "version")
  WHERE "settings" ->> 'snapStart' = 'PublishedVersions';
