import { expect, it } from 'vitest'
import { FUNCTION_COLUMNS } from '@/components/functions/function-columns'

it('says in the list of functions what its cost leaves out and Cost counts', () => {
  const help = FUNCTION_COLUMNS.find(({ id }) => id === 'cost')?.help
  for (const part of ['on demand', 'provisioned concurrency', 'ephemeral storage', 'restored snapshots']) {
    expect(help).toContain(part)
  }
})
