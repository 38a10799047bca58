import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normaliseTraceId } from '@/lib/domain/traces/normalise-trace-id'
import { parseSegment, parseSegments } from '@/lib/domain/traces/parse-segment'

const text = (fields: object) => JSON.stringify({ id: 'a1', ...fields })

describe('parseSegment', () => {
  it('reads a segment with its subsegments', () => {
    const segment = parseSegment(
      text({
        name: 'orders-api',
        origin: 'AWS::Lambda::Function',
        start_time: 1.692293788127201e9,
        end_time: 1692293788.5,
        parent_id: 'b1',
        fault: true,
        annotations: { cold: true },
        links: [{ trace_id: '6a507b870cc4438344b48ef127ab1931', id: 'x' }, 'rubbish'],
        subsegments: [{ id: 'a2', name: 'Invocation', subsegments: [{ name: 'no id', in_progress: true }] }],
        something_else: 7,
      }),
    )
    expect(segment).toMatchObject({
      id: 'a1',
      name: 'orders-api',
      kind: 'segment',
      parentId: 'b1',
      startMs: 1692293788127.201,
      endMs: 1692293788500,
      inProgress: false,
      fault: true,
      error: false,
      annotations: { cold: true },
      links: [{ traceId: '1-6a507b87-0cc4438344b48ef127ab1931', id: 'x' }],
      subsegments: [
        {
          id: 'a2',
          kind: 'subsegment',
          parentId: 'a1',
          subsegments: [{ id: 'a2.0', parentId: 'a2', inProgress: true }],
        },
      ],
    })
    expect(segment?.document).toMatchObject({ something_else: 7, origin: 'AWS::Lambda::Function' })
    expect(segment?.document).not.toHaveProperty('subsegments')
  })

  it('knows a subsegment that was sent on its own', () => {
    expect(parseSegment(text({ type: 'subsegment', parent_id: 'b1' }))).toMatchObject({ kind: 'subsegment' })
  })

  it('is in progress without an end, and has no end while in progress', () => {
    expect(parseSegment(text({ start_time: 1 }))).toMatchObject({ startMs: 1000, endMs: null, inProgress: true })
    expect(parseSegment(text({ in_progress: true, end_time: 9 }))).toMatchObject({ endMs: null, inProgress: true })
  })

  it.each([
    ['text', 'e1', { referenceId: 'e1', exceptions: [] }],
    ['an object with an ID', { id: 'e1' }, { referenceId: 'e1', exceptions: [] }],
    [
      'exceptions',
      {
        working_directory: '/var/task',
        exceptions: [
          {
            id: 'e1',
            type: 'TypeError',
            message: 'boom',
            remote: true,
            cause: 'e2',
            stack: [{ path: 'i.js', line: 3, label: 'h' }, { label: 'main' }, { path: 'x.js' }, 7],
          },
        ],
      },
      {
        referenceId: null,
        exceptions: [
          {
            id: 'e1',
            type: 'TypeError',
            message: 'boom',
            remote: true,
            causeId: 'e2',
            stack: ['h (i.js:3)', 'main', 'x.js', ''],
          },
        ],
      },
    ],
    ['nothing of use', { exceptions: 'none' }, null],
  ])('reads a cause that is %s', (_name, cause, expected) => {
    expect(parseSegment(text({ cause }))?.cause).toEqual(expected)
  })

  it('takes what has the wrong type for absent', () => {
    const wrong = { name: 7, origin: [], start_time: 'now', end_time: {}, http: 'x', aws: [1], fault: 'yes', links: {} }
    expect(parseSegment(text({ ...wrong, subsegments: 'none', annotations: 3 }))).toMatchObject({
      name: '(unnamed)',
      origin: null,
      startMs: null,
      http: null,
      aws: null,
      fault: false,
      links: [],
      subsegments: [],
      annotations: {},
    })
  })

  it.each(['', 'null', '[]', '7', '{}', '{"id":7}', '{"id":"a"', 'x'])('is null for %j', (document) => {
    expect(parseSegment(document)).toBeNull()
  })

  it('survives any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        parseSegment(JSON.stringify(value))
        parseSegment(text({ subsegments: [value, { id: 'x', cause: value, aws: value, links: value }], cause: value }))
      }),
    )
  })

  it('survives nesting deeper than calls can go', () => {
    const depth = 20_000
    const document = `${'{"id":"a","subsegments":['.repeat(depth)}{"id":"b"}${']}'.repeat(depth)}`
    expect(parseSegments([document, 'rubbish'])).toHaveLength(1)
  })
})

describe('normaliseTraceId', () => {
  it.each([
    ['1-5F84c7a5-0cc4438344b48ef127ab1931', '1-5f84c7a5-0cc4438344b48ef127ab1931'],
    [' 5f84c7a50cc4438344b48ef127ab1931\n', '1-5f84c7a5-0cc4438344b48ef127ab1931'],
    ['', null],
    ['1-5f84c7a5-0cc4438344b48ef127ab193', null],
    ['5f84c7a5-0cc4-4383-44b4-8ef127ab1931', null],
    ['x-5f84c7a5-0cc4438344b48ef127ab1931', null],
  ])('makes of %j %j', (id, expected) => {
    expect(normaliseTraceId(id)).toBe(expected)
  })
})
