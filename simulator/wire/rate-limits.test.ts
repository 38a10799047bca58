import { expect, it } from 'vitest'
import { findOperation } from '@/simulator/wire/operation'
import { RateLimits } from '@/simulator/wire/rate-limits'

function operation(service: 'lambda' | 'logs' | 'cloudwatch', name: string) {
  const found = findOperation(service, name)
  if (!found) throw new Error(`${name} is not in the model`)
  return found
}

function admitted(limits: RateLimits, service: 'lambda' | 'logs', name: string, region: string): number {
  return Array.from({ length: 200 }, () => limits.admits(operation(service, name), region)).filter(Boolean).length
}

it('admits one second’s worth at once and refills with time', () => {
  let nowMs = 0
  const limits = new RateLimits(() => nowMs)
  expect(admitted(limits, 'logs', 'FilterLogEvents', 'us-east-1')).toBe(25)
  expect(admitted(limits, 'logs', 'FilterLogEvents', 'eu-west-1')).toBe(10)
  expect(admitted(limits, 'logs', 'FilterLogEvents', 'eu-central-1')).toBe(5)
  nowMs = 500
  expect(admitted(limits, 'logs', 'FilterLogEvents', 'eu-west-1')).toBe(5)
})

it('shares one bucket among Lambda’s control plane, but for GetFunction and GetPolicy', () => {
  const limits = new RateLimits(() => 0)
  expect(admitted(limits, 'lambda', 'ListAliases', 'eu-west-1')).toBe(15)
  expect(admitted(limits, 'lambda', 'ListFunctions', 'eu-west-1')).toBe(0)
  expect(admitted(limits, 'lambda', 'GetFunction', 'eu-west-1')).toBe(100)
  expect(admitted(limits, 'lambda', 'GetPolicy', 'eu-west-1')).toBe(15)
})
