import type { GroupOwners, LogGroupRef } from '@/lib/sync/store/intern-streams'

/** The log group whose lines are stored. groupKey: account, region and name, which are the same on every database. */
export type LogPageContext = { group: LogGroupRef; groupKey: string; owners: GroupOwners }
