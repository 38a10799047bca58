import { describe, expect, it } from 'vitest'
import { AwsFailure, type AwsFailureKind } from '@/lib/sync/aws/aws-failure'
import { readPages } from '@/lib/sync/aws/read-pages'

const call = { service: 'logs', operation: 'FilterLogEvents' }

type Page = { items: number[]; next?: unknown }

/** Reads all pages that the script gives for the tokens; a string is a failure of that kind, in AWS's words. */
async function readAll(
  script: (token: string | undefined, call: number) => Page | AwsFailureKind,
  words = 'InvalidParameterException: The specified nextToken is invalid.',
) {
  const tokens: (string | undefined)[] = []
  let items: number[] = []
  let isLast = false
  const read = async (token: string | undefined) => {
    tokens.push(token)
    const page = script(token, tokens.length)
    if (typeof page === 'string') throw new AwsFailure(page, words, { ...call, iamAction: '' })
    return page
  }
  const restarted = () => {
    items = []
  }
  for await (const one of readPages(call, read, ({ next }) => next, restarted)) {
    items.push(...one.page.items)
    isLast = one.isLast
  }
  return { items, tokens, isLast }
}

describe('readPages', () => {
  it('follows tokens through empty pages to the page without one', async () => {
    const pages: Record<string, Page> = {
      '': { items: [1], next: 'a' },
      a: { items: [], next: 'b' },
      b: { items: [2] },
    }
    expect(await readAll((token = '') => pages[token] ?? { items: [] })).toEqual({
      items: [1, 2],
      tokens: [undefined, 'a', 'b'],
      isLast: true,
    })
  })

  it.each([
    ['repeats the token that was sent', () => ({ items: [1], next: 'a' }), 2],
    ['goes round in a circle', (token = '') => ({ items: [], next: { '': 'a', a: 'b', b: 'c' }[token] ?? 'a' }), 4],
  ] as [string, (token?: string) => Page, number][])(
    'does not take for whole what %s',
    async (_name, script, calls) => {
      let made = 0
      const counted = (token?: string) => {
        made += 1
        return script(token)
      }
      await expect(readAll(counted)).rejects.toMatchObject({ kind: 'other', operation: 'FilterLogEvents' })
      expect(made).toBe(calls)
    },
  )

  it('gives up tokens that go on for ever', async () => {
    await expect(readAll((_token, calls) => ({ items: [], next: `t${calls}` }))).rejects.toThrow(
      'more than 10000 pages',
    )
  })

  it('begins again where a token is forgotten, twice at most', async () => {
    const once = await readAll((token, calls) => {
      if (token === undefined) return { items: [1], next: 'a' }
      return calls === 2 ? 'other' : { items: [2] }
    })
    expect(once).toEqual({ items: [1, 2], tokens: [undefined, 'a', undefined, 'a'], isLast: true })
    let calls = 0
    const always = readAll((token) => {
      calls += 1
      return token === undefined ? { items: [1], next: 'a' } : 'other'
    })
    await expect(always).rejects.toMatchObject({ kind: 'other' })
    expect(calls).toBe(6)
  })

  it.each([
    ['InvalidNextToken: The next token specified is invalid.', 3],
    ['InvalidParameterValueException: Invalid marker', 3],
    ['InvalidRequestException: Invalid NextToken', 3],
    ['The service failed (HTTP 500).', 1],
    ['InvalidParameterException: The log group is being moved.', 1],
  ])('reads the first page again only for what names the token: %s', async (words, firstPages) => {
    let calls = 0
    const script = (token: string | undefined): Page | AwsFailureKind => {
      if (token !== undefined) return 'other'
      calls += 1
      return { items: [1], next: 'a' }
    }
    await expect(readAll(script, words)).rejects.toThrow(words)
    expect(calls).toBe(firstPages)
  })

  it.each(['throttled', 'unreachable', 'denied'] as const)('does not begin again when %s', async (kind) => {
    let calls = 0
    const read = readAll((token) => {
      calls += 1
      return token === undefined ? { items: [1], next: 'a' } : kind
    })
    await expect(read).rejects.toMatchObject({ kind })
    expect(calls).toBe(2)
  })

  it('what is gone in the middle was there: it is not whole, and not absent', async () => {
    const read = (at: 'first' | 'second') =>
      readAll((token) => (token === undefined && at === 'second' ? { items: [], next: 'a' } : 'gone'))
    await expect(read('first')).rejects.toMatchObject({ kind: 'gone' })
    await expect(read('second')).rejects.toMatchObject({ kind: 'other' })
  })

  it('throws what the first page is refused for', async () => {
    await expect(readAll(() => 'other')).rejects.toMatchObject({ kind: 'other' })
  })
})
