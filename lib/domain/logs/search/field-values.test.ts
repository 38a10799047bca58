import { expect, it } from 'vitest'
import { fieldValues } from '@/lib/domain/logs/search/field-values'

it('reads fields of a REPORT line by the names of Logs Insights, and no others', () => {
  const line = 'REPORT RequestId: 1\tDuration: 12.5 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB'
  expect(fieldValues(line, ['duration'])).toEqual([12.5])
  expect(fieldValues(line, ['memorySize'])).toEqual([128])
  for (const name of ['constructor', 'toString', '__proto__']) expect(fieldValues(line, [name])).toEqual([])
})
