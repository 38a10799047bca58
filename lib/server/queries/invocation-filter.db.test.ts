import { afterAll, beforeAll, expect, it } from 'vitest'
import { identifyIssue } from '@/lib/domain/issues/identify-issue'
import { selectRows } from '@/lib/server/db'
import { ERROR_TYPE } from '@/lib/server/queries/invocation-filter'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'

let db: TestDb

beforeAll(async () => {
  db = await openTestDb()
})

afterAll(async () => {
  await db?.close()
})

it.each(['error', 'timeout', 'out-of-memory', 'init-error', 'success', 'unknown'])(
  'names the error type of %s as its issue is called',
  async (result) => {
    const types = [
      null,
      '',
      'KeyError',
      'Runtime.ExitError',
      'Function<Shop::Error>',
      'Function<Runtime.X>',
      'x'.repeat(250),
    ]
    for (const errorType of types) {
      const [row] = await selectRows<{ type: string | null }>(
        db.pool,
        `select ${ERROR_TYPE} as type from (select $1::text as result, $2::text as error_type) i`,
        [result, errorType],
      )
      const issue = identifyIssue({ result, errorType, errorMessage: 'x', errorFrame: null, functionArn: 'arn' })
      expect([errorType, row?.type]).toEqual([errorType, issue?.type ?? null])
    }
  },
)
