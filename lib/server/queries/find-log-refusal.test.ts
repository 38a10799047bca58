import { expect, it } from 'vitest'
import { findLogRefusal } from '@/lib/server/queries/find-log-refusal'

const PLACE = { accountId: '111122223333', region: 'eu-west-1' }
const denied = (operation: string, state = 'denied') => ({
  operation,
  state,
  detail: null,
  iamAction: `logs:${operation}`,
})
const logs = (state: string) => ({ state, detail: null, done: null, total: null, targetFromMs: null, covered: [] })
const BOTH = [denied('DescribeLogGroups'), denied('FilterLogEvents')]

it('names what was refused when the lines were to be read last', () => {
  const found = findLogRefusal({ logs: logs('denied'), logGroupsListed: true, refusals: BOTH }, PLACE)
  expect(found).toEqual({ operation: 'FilterLogEvents', iamAction: 'logs:FilterLogEvents', places: [PLACE] })
})

it('names what keeps log groups from being listed, and so from being read', () => {
  const refusals = [denied('DescribeLogGroups')]
  expect(findLogRefusal({ logs: null, logGroupsListed: false, refusals }, PLACE)?.operation).toBe('DescribeLogGroups')
  expect(findLogRefusal({ logs: null, logGroupsListed: true, refusals }, PLACE)).toBeNull()
})

it('is nothing of lines that are read, and where a call failed for another reason', () => {
  expect(findLogRefusal({ logs: logs('ok'), logGroupsListed: true, refusals: BOTH }, PLACE)).toBeNull()
  const refusals = [denied('FilterLogEvents', 'throttled')]
  expect(findLogRefusal({ logs: logs('denied'), logGroupsListed: true, refusals }, PLACE)).toBeNull()
})
