import { describe, expect, it } from 'vitest'
import { readAhead } from '@/lib/sync/read-ahead'

async function* count(to: number, started: number[]): AsyncGenerator<number> {
  for (let n = 1; n <= to; n += 1) {
    started.push(n)
    yield n
  }
  throw new Error('the end')
}

describe('readAhead', () => {
  it('gives all items and then the error of the source, with one item on its way', async () => {
    const started: number[] = []
    const seen: [number, number][] = []
    const reading = async () => {
      for await (const item of readAhead(count(3, started))) seen.push([item, started.length])
    }
    await expect(reading()).rejects.toThrow('the end')
    expect(seen).toEqual([
      [1, 2],
      [2, 3],
      [3, 3],
    ])
  })

  it('leaves nothing behind when the reader gives up', async () => {
    let closed = false
    async function* source(): AsyncGenerator<number> {
      try {
        yield 1
        throw new Error('nobody hears this')
      } finally {
        closed = true
      }
    }
    for await (const _ of readAhead(source())) break
    await new Promise(setImmediate)
    expect(closed).toBe(true)
  })
})
