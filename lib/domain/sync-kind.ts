/** What is pulled, each from an API of its own. */
export const SYNC_KINDS = ['inventory', 'metrics', 'logs', 'traces'] as const
export type SyncKind = (typeof SYNC_KINDS)[number]
