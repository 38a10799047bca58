import { afterAll, beforeAll, expect, it } from 'vitest'
import { deleteView } from '@/lib/server/commands/delete-view'
import { saveView } from '@/lib/server/commands/save-view'
import { listViews } from '@/lib/server/queries/list-views'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'

let db: TestDb

beforeAll(async () => {
  db = await openTestDb()
})

afterAll(() => db.close())

it('a view is found on its page, replaced by its name, and gone once deleted', async () => {
  await saveView(db, { page: 'functions', name: 'Slow ones', query: 'sort=-p95' })
  const again = await saveView(db, { page: 'functions', name: 'Slow ones', query: 'sort=-p95&mode=durable' })
  await saveView(db, { page: 'changes', name: 'Slow ones', query: '' })
  expect((await listViews(db, 'functions')).items).toEqual([again])
  expect(again.query).toBe('sort=-p95&mode=durable')
  await deleteView(db, String(again.id))
  expect((await listViews(db, 'functions')).items).toEqual([])
  expect((await listViews(db, 'changes')).items).toHaveLength(1)
})

it.each(['0', '99999999999999', 'x', ''])('a view %j that is not there cannot be deleted', async (id) => {
  await expect(deleteView(db, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
