import { expect, it } from 'vitest'
import { InflatedDocuments } from '@/lib/server/blocks/inflated-documents'
import type { Db } from '@/lib/server/db'
import { keepRecentTrace, recentTrace } from '@/lib/server/recent-traces'

const MB = 1024 * 1024
/** Stands for a database: what is kept is kept by it. */
const database = () => ({}) as Db
const trace = (version: string, megabytes = 1) => ({
  version,
  documents: [new InflatedDocuments(Buffer.alloc(megabytes * MB))],
  spanIds: null,
})

it('keeps a trace until another version of it is stored, for one database', () => {
  const [db, other] = [database(), database()]
  const kept = keepRecentTrace(db, 'a', trace('1'))
  expect(recentTrace(db, 'a', '1')).toBe(kept)
  expect(recentTrace(other, 'a', '1')).toBeNull()
  expect(recentTrace(db, 'a', '2')).toBeNull()
  expect(recentTrace(db, 'a', '1')).toBeNull()
})

it('drops what was not looked at for longest once there is too much, and keeps what has just come', () => {
  const db = database()
  for (const id of ['a', 'b', 'c']) keepRecentTrace(db, id, trace('1', 20))
  recentTrace(db, 'a', '1')
  keepRecentTrace(db, 'd', trace('1', 20))
  expect(['a', 'b', 'c', 'd'].map((id) => recentTrace(db, id, '1') !== null)).toEqual([true, false, true, true])
})

it('counts the IDs of spans, which come later, and drops traces without documents too', () => {
  const db = database()
  const first = keepRecentTrace(db, 'first', trace('1', 0))
  first.spanIds = Array.from({ length: 3_000_000 }, (_, at) => String(at))
  keepRecentTrace(db, 'second', trace('1', 0))
  expect(recentTrace(db, 'first', '1')).toBeNull()
  for (let id = 0; id < 2_000; id += 1) keepRecentTrace(db, String(id), { version: '1', documents: [], spanIds: null })
  expect(recentTrace(db, 'second', '1')).toBeNull()
  expect(recentTrace(db, '1999', '1')).not.toBeNull()
})
