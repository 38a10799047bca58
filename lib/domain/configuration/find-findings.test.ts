import { expect, it } from 'vitest'
import { type ConfigurationFacts, findFindings } from '@/lib/domain/configuration/find-findings'

const WELL: ConfigurationFacts = {
  state: 'Active',
  stateReason: null,
  lastUpdateStatus: 'Successful',
  tracingMode: 'Active',
  recursiveLoop: 'Terminate',
  updateRuntimeOn: 'Auto',
  runtimeVersionArn: null,
  environmentIsUnreadable: false,
  logGroupIsAbsent: false,
  hidesSuccess: false,
  deadLetterOrOnFailure: true,
  invocations: 500,
  traced: 20,
  asyncReceived: 40,
  openUrls: [],
}

const codes = (facts: Partial<ConfigurationFacts>) => findFindings({ ...WELL, ...facts }).map(({ code }) => code)

it.each([
  [{}, []],
  [{ state: 'Failed' }, ['NOT_ACTIVE']],
  [{ lastUpdateStatus: 'Failed' }, ['UPDATE_FAILED']],
  [{ environmentIsUnreadable: true }, ['ENVIRONMENT_UNREADABLE']],
  [{ logGroupIsAbsent: true }, ['CANNOT_LOG']],
  [{ logGroupIsAbsent: true, invocations: 0 }, []],
  [{ logGroupIsAbsent: true, invocations: null }, []],
  [{ hidesSuccess: true }, ['LOG_LEVEL_WARN']],
  [{ traced: 0 }, ['CANNOT_TRACE']],
  [{ traced: 0, invocations: 49 }, []],
  [{ traced: null }, []],
  [{ traced: 0, tracingMode: 'PassThrough' }, []],
  [{ deadLetterOrOnFailure: false }, ['ASYNC_WITHOUT_NET']],
  [{ deadLetterOrOnFailure: null }, []],
  [{ deadLetterOrOnFailure: false, asyncReceived: 0 }, []],
  [{ deadLetterOrOnFailure: false, asyncReceived: null }, []],
  [{ recursiveLoop: 'Allow' }, ['LOOPS_ALLOWED']],
  [{ updateRuntimeOn: 'Manual' }, ['RUNTIME_PINNED']],
  [{ recursiveLoop: null, updateRuntimeOn: null }, []],
  [{ openUrls: ['https://a', 'https://b'] }, ['URL_IS_OPEN', 'URL_IS_OPEN']],
  [{ state: null, lastUpdateStatus: null }, []],
])('%j finds %j', (facts, found) => {
  expect(codes(facts)).toEqual(found)
})
