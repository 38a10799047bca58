import type pg from 'pg'
import { copyRows } from '@/lib/server/copy/copy-rows'
import { dropStoredLines } from '@/lib/sync/store/drop-stored-lines'
import { type EncodedPage, type EncodedStream, LINE_COLUMNS, setStreams } from '@/lib/sync/store/encode-log-page'
import { FoldMemory } from '@/lib/sync/store/fold-memory'
import { foldNewLines } from '@/lib/sync/store/fold-new-lines'
import { waitForGroup } from '@/lib/sync/store/hold-group'
import { internStreams, type StreamRef } from '@/lib/sync/store/intern-streams'
import type { LogPageContext } from '@/lib/sync/store/log-page-context'
import { partitionOf } from '@/lib/sync/store/partition-of'
import { settleSome } from '@/lib/sync/store/settle-due'

/**
 * Stores one page of log events and everything that follows from it. To be called within a transaction. A line that is
 * stored already changes nothing. Returns the number of lines that are new. The page is of no use afterwards.
 * memory: kept from page to page by who reads a window; rollups then follow when that settles what is due, and at once
 * without it.
 */
export async function storeLogPage(
  client: pg.ClientBase,
  context: LogPageContext,
  page: EncodedPage,
  memory: FoldMemory | null = null,
): Promise<number> {
  const { rows } = page
  if (rows.rows === 0) return 0
  const kept = memory ?? new FoldMemory()
  const hasPacked = await waitForGroup(client, context.group.id, page)
  const streamOf = await internPageStreams(client, context, page.streams, kept)
  setStreams(page, (name) => streamOf(name).id)
  const newLines = await dropStoredLines(client, page, streamOf, hasPacked)
  await copyRows(client, `${partitionOf('log_event', page)} (${LINE_COLUMNS})`, rows)
  await foldNewLines(client, context, kept, newLines)
  const due = { beforeMs: null, memory: null }
  if (memory === null) while (!(await settleSome(client, context, due)));
  return rows.rows
}

async function internPageStreams(
  client: pg.ClientBase,
  { group, owners }: LogPageContext,
  streams: readonly EncodedStream[],
  memory: FoldMemory,
): Promise<(name: string) => StreamRef> {
  memory.makeRoom()
  const names = new Set(streams.map(({ name }) => name).filter((name) => memory.stream(name) === undefined))
  if (names.size > 0) {
    for (const stream of (await internStreams(client, group, owners, names)).values()) memory.keepStream(stream)
  }
  return (name) => {
    const stream = memory.stream(name)
    if (stream === undefined) throw new Error(`The stream ${name} was not interned`)
    return stream
  }
}
