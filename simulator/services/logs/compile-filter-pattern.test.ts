import { expect, it } from 'vitest'
import { compileFilterPattern } from '@/simulator/services/logs/compile-filter-pattern'

const report = 'REPORT RequestId: 1\tDuration: 3.10 ms\tBilled Duration: 4 ms\t'
const json = '{"type":"platform.report","record":{"metrics":{"durationMs":12.5},"status":"success"},"tags":["a"]}'

it.each([
  [undefined, report, true],
  ['REPORT', report, true],
  ['report', report, false],
  ['REPORT ERROR', report, false],
  ['?ERROR ?REPORT', report, true],
  ['?ERROR ?"Task timed out"', report, false],
  ['"Billed Duration"', report, true],
  ['REPORT -Billed', report, false],
  ['%Duration: [0-9.]+ ms%', report, true],
  ['{ $.type = "platform.report" }', json, true],
  ['{ $.type = "platform.*" }', json, true],
  ['{ $.type != "platform.report" }', json, false],
  ['{ $.record.metrics.durationMs > 12 && $.record.status = "success" }', json, true],
  ['{ ($.record.metrics.durationMs > 99) || ($.tags[0] = "a") }', json, true],
  ['{ $.type = "platform.report" }', report, false],
  ['{ $.type = "x" }', '{broken', false],
])('%s on a line', (pattern, message, expected) => {
  expect(compileFilterPattern(pattern)(message)).toBe(expected)
})

it.each(['[a, b]', '{ $.a }', 'x'.repeat(1025)])('refuses %.20s', (pattern) => {
  expect(() => compileFilterPattern(pattern)).toThrow(expect.objectContaining({ code: 'InvalidParameterException' }))
})
