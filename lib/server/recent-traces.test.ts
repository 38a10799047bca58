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
