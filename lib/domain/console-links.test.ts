import { expect, it } from 'vitest'
import {
  aliasUrl,
  functionUrl,
  linesWithUrl,
  logEventsUrl,
  logStreamUrl,
  logsInsightsUrl,
  settingsUrl,
  traceUrl,
  versionUrl,
} from '@/lib/domain/console-links'
import { CONSOLE_PAGES } from '@/lib/domain/console-pages'

const place = { region: 'eu-west-1', logGroup: '/aws/lambda/orders', requestId: 'a-1' }

it('leads to the log stream with names encoded twice', () => {
  expect(logStreamUrl({ ...place, logStream: '2026/11/20/[$LATEST]0f' })).toBe(
    'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups/log-group/$252Faws$252Flambda$252Forders' +
      '/log-events/2026$252F11$252F20$252F$255B$2524LATEST$255D0f$3FfilterPattern$3D$2522a-1$2522',
  )
})

it('leads to functions, traces and whole pages of a region in its partition', () => {
  expect(functionUrl({ region: 'us-gov-west-1', name: 'a b' })).toBe(
    'https://console.amazonaws-us-gov.com/lambda/home?region=us-gov-west-1#/functions/a%20b',
  )
  expect(traceUrl({ region: 'cn-north-1', id: '1-5f84c7a5-0' })).toMatch(
    /^https:\/\/cn-north-1\.console\.amazonaws\.cn\/cloudwatch\/home\?region=cn-north-1#xray:traces\/1-5f84c7a5-0$/,
  )
  for (const page of Object.values(CONSOLE_PAGES))
    expect(page('eu-west-1')).toMatch(/^https:\/\/eu-west-1\.console\.aws\.amazon\.com\/.+region=eu-west-1/)
})

it('leads to Logs Insights with the query and the window, in the partition of the region', () => {
  const url = logsInsightsUrl({ ...place, region: 'cn-north-1', fromMs: 0, toMs: 60_000 })
  expect(url).toMatch(
    /^https:\/\/cn-north-1\.console\.amazonaws\.cn\/cloudwatch\/home\?region=cn-north-1#logsV2:logs-insights/,
  )
  expect(url).toContain("~(end~'1970-01-01T00*3a01*3a00.000Z~start~'1970-01-01T00*3a00*3a00.000Z~timeType~'ABSOLUTE")
  expect(url).toContain(
    "~editorString~'fields*20*40timestamp*2c*20*40message*0a*7c*20filter*20*40message*20like*20*22a-1*22",
  )
  expect(url.endsWith("~source~(~'*2faws*2flambda*2forders))")).toBe(true)
})

it('leads to versions, aliases and parts of the configuration of a function', () => {
  const fn = { region: 'eu-west-1', name: 'orders' }
  const page = 'https://eu-west-1.console.aws.amazon.com/lambda/home?region=eu-west-1#/functions/orders'
  expect(versionUrl({ ...fn, version: '7' })).toBe(`${page}/versions/7`)
  expect(versionUrl({ ...fn, version: '$LATEST' })).toBe(page)
  expect(aliasUrl({ ...fn, alias: 'live' })).toBe(`${page}/aliases/live`)
  expect(settingsUrl({ ...fn, part: 'triggers' })).toBe(`${page}?tab=configure&subtab=triggers`)
})

it('leads to a log stream from a moment on, and to the lines of several groups that hold some words', () => {
  expect(logEventsUrl({ ...place, logStream: 'a', fromMs: 1_700_000_000_123 })).toMatch(
    /\/log-events\/a\$3Fstart\$3D1700000000123$/,
  )
  const window = { fromMs: 0, toMs: 60_000 }
  const url = linesWithUrl({ region: 'eu-west-1', logGroups: ['/a', '/b'], words: ['say "no"'], ...window })
  expect(url.endsWith("~source~(~'*2fa~'*2fb))")).toBe(true)
  expect(url).toContain('like*20*22say*20*5c*22no*5c*22*22*0a')
})
