import { expect, it } from 'vitest'
import { isDatabaseAway } from '@/lib/server/is-database-away'

const failed = (code: string, syscall: string) => Object.assign(new Error(`${syscall} ${code}`), { code, syscall })

it('tells a server whose port or socket is gone from a file that is', () => {
  expect(isDatabaseAway(failed('ECONNREFUSED', 'connect'))).toBe(true)
  expect(isDatabaseAway(failed('ENOENT', 'connect'))).toBe(true)
  expect(isDatabaseAway(new Error('query', { cause: failed('ENOENT', 'connect') }))).toBe(true)
  expect(isDatabaseAway(failed('ENOENT', 'open'))).toBe(false)
})
