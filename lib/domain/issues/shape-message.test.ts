import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shapeMessage } from '@/lib/domain/issues/shape-message'

/** Messages as runtimes, SDKs and databases word them, and what they have in common with their like. */
const CORPUS: readonly (readonly [message: string, shape: string])[] = [
  ["Cannot read properties of undefined (reading 'total')", "Cannot read properties of undefined (reading '…')"],
  ['Cannot read property "id" of null', "Cannot read property '…' of null"],
  ['The conditional request failed', 'The conditional request failed'],
  ['Unsupported currency: XTS', 'Unsupported currency: XTS'],
  ["can't adapt type 'dict' and won't", "can't adapt type '…' and won't"],
  ["'sku'", "'…'"],
  ['Order 81723 of customer 5 not found', 'Order # of customer # not found'],
  ['order-81723 not found in v2', 'order-# not found in v#'],
  ['Request failed with status code 502', 'Request failed with status code #'],
  ['connect ECONNREFUSED 10.0.3.17:5432', 'connect ECONNREFUSED <ip>'],
  ['getaddrinfo ENOTFOUND db.internal', 'getaddrinfo ENOTFOUND db.internal'],
  ['Task timed out after 3.01 seconds', 'Task timed out after # seconds'],
  [
    '2026-11-26T13:40:15.123Z 8a6f0a52-1c2d-4e3f-8a9b-0123456789ab Task timed out after 3.01 seconds',
    '<time> <id> Task timed out after # seconds',
  ],
  [
    'RequestId: 8a6f0a52-1c2d-4e3f-8a9b-0123456789ab Error: Runtime exited with error: exit status 1',
    'RequestId: <id> Error: Runtime exited with error: exit status #',
  ],
  [
    'User: arn:aws:sts::111122223333:assumed-role/api/orders is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:eu-west-1:111122223333:table/orders',
    'User: <arn> is not authorized to perform: dynamodb:PutItem on resource: <arn>',
  ],
  ['GET https://api.example.com/orders/42?x=1 failed', 'GET <url> failed'],
  ['no user with address jane.doe+x@example.co.uk', 'no user with address <email>'],
  ["ENOENT: no such file or directory, open '/tmp/a7f3/cart.json'", "ENOENT: no such file or directory, open '…'"],
  ['cannot open /var/task/data/42.json for reading', 'cannot open <path> for reading'],
  ['either/or is not a path, nor is 3/4', 'either/or is not a path, nor is #/#'],
  ['pointer 0x7ffe12ab is bad', 'pointer # is bad'],
  ['commit 9fceb02d0ae5 is missing; decade and facade are words', 'commit # is missing; decade and facade are words'],
  ['token eyJhbGciOiJIUzI1NiIsInR5cCI6 expired', 'token <id> expired'],
  ['balance is -12.50, limit 1,000.00', 'balance is #, limit #'],
  ['expired on 2026-11-26', 'expired on <time>'],
  [
    'duplicate key value violates unique constraint "orders_pkey"\nDETAIL: Key (id)=(7) already exists.',
    "duplicate key value violates unique constraint '…'",
  ],
  ['  \n  too   many\tspaces ', 'too many spaces'],
  ['', ''],
  ['\n \n', ''],
]

describe('the shape of a message', () => {
  it.each(CORPUS)('%j', (message, shape) => {
    expect(shapeMessage(message)).toBe(shape)
  })

  it('is the same whatever numbers, IDs and values stand in it', () => {
    const value = fc.record({
      number: fc.oneof(
        fc.nat(),
        fc.double({ noNaN: true, min: -1e6, max: 1e6 }).map((one) => one.toFixed(2)),
      ),
      id: fc.uuid(),
      text: fc.string({ maxLength: 20 }).filter((text) => !/["\n\r]/.test(text)),
    })
    const messageOf = (one: { number: number | string; id: string; text: string }) =>
      `order ${one.number} of ${one.id} has item "${one.text}"`
    fc.assert(
      fc.property(value, value, (one, other) => {
        expect(shapeMessage(messageOf(one))).toBe(shapeMessage(messageOf(other)))
      }),
    )
  })

  it('has no digit and is not long, whatever the message', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 5_000 }), (message) => {
        expect(shapeMessage(message)).not.toMatch(/\d/)
        expect(shapeMessage(message).length).toBeLessThanOrEqual(240)
      }),
    )
  })

  it('takes no longer than it is worth for a message made to be slow', () => {
    const began = performance.now()
    for (const part of ['a-', '/a', "'", '1.', 'a@', 'arn:', 'a1-b']) shapeMessage(part.repeat(100_000))
    expect(performance.now() - began).toBeLessThan(1_000)
  })
})
