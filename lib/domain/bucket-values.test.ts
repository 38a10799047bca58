import fc from 'fast-check'
import { expect, it } from 'vitest'
import { BucketArrays } from '@/lib/domain/bucket-values'

it('keeps values of arrays that share memory apart, also where one has more buckets than were said', () => {
  const Put = fc.tuple(fc.nat(400), fc.nat(60), fc.integer())
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.array(Put, { maxLength: 200 }), (buckets, puts) => {
      const arrays = new BucketArrays(buckets)
      const made = Array.from({ length: 401 }, () => arrays.make())
      const expected = made.map(() => new Map<number, number>())
      for (const [nth, bucket, value] of puts) {
        made[nth]?.set(bucket, value)
        expected[nth]?.set(bucket, value)
      }
      for (const [nth, values] of made.entries()) {
        const own = [...(expected[nth] ?? [])].sort(([left], [right]) => left - right)
        expect([...values]).toEqual(own)
      }
    }),
    { numRuns: 50 },
  )
})
