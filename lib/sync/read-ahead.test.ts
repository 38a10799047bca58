import { setImmediate } from 'node:timers/promises'
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
  it('gives all items and then the error of the source, with no more than as many on their way', async () => {
    const started: number[] = []
    const seen: [number[], number][] = []
    const reading = async () => {
      for await (const items of readAhead(count(6, started), 2)) {
        await setImmediate()
        seen.push([items, started.length])
      }
    }
    await expect(reading()).rejects.toThrow('the end')
    expect(seen).toEqual([
      [[1], 3],
      [[2, 3], 5],
      [[4, 5], 6],
      [[6], 6],
    ])
  })

  it('waits for no second item where they come more slowly than they are used', async () => {
    async function* slow(): AsyncGenerator<number> {
      for (let n = 1; n <= 3; n += 1) {
        await setImmediate()
        yield n
      }
    }
    const seen: number[][] = []
    for await (const items of readAhead(slow(), 2)) seen.push(items)
    expect(seen).toEqual([[1], [2], [3]])
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
    for await (const _ of readAhead(source(), 2)) break
    await setImmediate()
    expect(closed).toBe(true)
  })
})
