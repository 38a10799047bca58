import { expect, it } from 'vitest'
import { readCausePatterns } from '@/lib/domain/traces/filter-expression/cause-patterns'

const services = (...names: (string | [string, string[]])[]) => ({
  Services: names.map((one) =>
    typeof one === 'string' ? { Name: one } : { Name: one[0], EntityPath: one[1].map((Name) => ({ Name })) },
  ),
})

it.each([
  [
    'services by their names',
    [services('a', 'b')],
    [
      [
        ['a', null],
        ['b', null],
      ],
    ],
  ],
  ['services with their entities', [services(['a', ['a', 'call']])], [[['a', ['a', 'call']]]]],
  [
    'services alone, where one names no entities',
    [services(['a', ['a']], 'b')],
    [
      [
        ['a', null],
        ['b', null],
      ],
    ],
  ],
  ['several root causes', [services('a'), services(['b', []])], [[['a', null]], [['b', []]]]],
  ['an entity without a name', [{ Services: [{ Name: 'a', EntityPath: [{}] }] }], [[['a', ['']]]]],
])('reads %s', (_what, causes, expected) => {
  const patterns = readCausePatterns(JSON.stringify(causes))
  expect(patterns?.map((pattern) => pattern.map(({ name, entities }) => [name, entities]))).toEqual(expected)
})

it.each([
  ['what is no JSON', '[{'],
  ['no list', '{}'],
  ['no root cause', '[]'],
  ['a root cause without services', '[{"Services": []}]'],
  ['a service without a name', '[{"Services": [{"Type": "a"}]}]'],
  ['a zero character', JSON.stringify([services('a\0')])],
  ['more than 50', JSON.stringify(Array.from({ length: 51 }, () => services('a')))],
])('refuses %s', (_what, json) => {
  expect(readCausePatterns(json)).toBeNull()
})
