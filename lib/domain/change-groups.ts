/** Kinds of changes by what people look for. */
export const CHANGE_GROUPS = {
  deployments: ['code', 'version', 'alias', 'created', 'deleted'],
  configuration: ['configuration', 'environment', 'tags'],
  concurrency: ['concurrency', 'provisioned', 'scaling'],
  triggers: ['mapping', 'policy', 'url', 'async'],
  issues: ['issue'],
} as const
