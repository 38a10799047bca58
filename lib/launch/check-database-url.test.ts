import { expect, it } from 'vitest'
import { checkDatabaseUrl } from '@/lib/launch/check-database-url'

it.each(['postgresql://a:50%@host/b', 'postgresql://a%zz:b@host/c', 'postgresql://a:b@host/c%'])(
  'says how to write the percent sign in %s',
  async (url) => {
    await expect(checkDatabaseUrl(url)).rejects.toThrow(/^DATABASE_URL has a % .* as %25\.$/)
  },
)
