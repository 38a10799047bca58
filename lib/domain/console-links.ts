import { storableText } from '@/lib/domain/storable-text'

type LogPlace = { region: string; logGroup: string }

/** The console of a region, in its partition. */
export function consoleHome(region: string): string {
  if (region.startsWith('cn-')) return `https://${region}.console.amazonaws.cn`
  if (region.startsWith('us-gov-')) return 'https://console.amazonaws-us-gov.com'
  return `https://${region}.console.aws.amazon.com`
}

/** Names in the fragment of CloudWatch's console are encoded twice, with $ for %. */
function twice(text: string): string {
  return encodeURIComponent(encodeURIComponent(text)).replaceAll('%', '$')
}

/** Text of a query's details, as the console writes it: *XX for what is no letter, digit, dot, hyphen or underscore. */
function starred(text: string): string {
  return `'${[...new TextEncoder().encode(text)]
    .map((byte) => {
      const character = String.fromCharCode(byte)
      return /[\w.-]/.test(character) ? character : `*${byte.toString(16).padStart(2, '0')}`
    })
    .join('')}`
}

/** A function in AWS's console. Traces may name one by any text: no URL holds half of a surrogate pair. */
export function functionUrl({ region, name }: { region: string; name: string }): string {
  return `${consoleHome(region)}/lambda/home?region=${region}#/functions/${encodeURIComponent(storableText(name))}`
}

/** A version of a function in AWS's console; $LATEST is the function itself. */
export function versionUrl({ region, name, version }: { region: string; name: string; version: string }): string {
  const url = functionUrl({ region, name })
  return version === '$LATEST' ? url : `${url}/versions/${encodeURIComponent(version)}`
}

/** An alias of a function in AWS's console. */
export function aliasUrl({ region, name, alias }: { region: string; name: string; alias: string }): string {
  return `${functionUrl({ region, name })}/aliases/${encodeURIComponent(alias)}`
}

/** A part of a function's configuration in AWS's console. */
export function settingsUrl({ region, name, part }: { region: string; name: string; part: string }): string {
  return `${functionUrl({ region, name })}?tab=configure&subtab=${part}`
}

/** A trace in AWS's console. */
export function traceUrl({ region, id }: { region: string; id: string }): string {
  return `${consoleHome(region)}/cloudwatch/home?region=${region}#xray:traces/${id}`
}

/** A log stream in AWS's console, narrowed to the lines that hold the request ID. */
export function logStreamUrl({
  region,
  logGroup,
  logStream,
  requestId,
}: LogPlace & { logStream: string; requestId: string }) {
  const path = `log-groups/log-group/${twice(logGroup)}/log-events/${twice(logStream)}`
  return `${consoleHome(region)}/cloudwatch/home?region=${region}#logsV2:${path}$3FfilterPattern$3D${twice(`"${requestId}"`)}`
}

/** A log stream in AWS's console from a moment on. */
export function logEventsUrl({
  region,
  logGroup,
  logStream,
  fromMs,
}: LogPlace & { logStream: string; fromMs: number }) {
  const path = `log-groups/log-group/${twice(logGroup)}/log-events/${twice(logStream)}`
  return `${consoleHome(region)}/cloudwatch/home?region=${region}#logsV2:${path}$3Fstart$3D${Math.floor(fromMs)}`
}

/** Logs Insights in AWS's console with a query for the lines that hold the request ID; the window in epoch ms. */
export function logsInsightsUrl({
  region,
  logGroup,
  requestId,
  fromMs,
  toMs,
}: LogPlace & { requestId: string; fromMs: number; toMs: number }): string {
  const query = `fields @timestamp, @message\n| filter @message like "${requestId}"\n| sort @timestamp asc\n| limit 1000`
  return insightsUrl({ region, logGroups: [logGroup], query, fromMs, toMs })
}

/** Logs Insights in AWS's console with a query for the newest lines of some log groups that hold any of these words. */
export function linesWithUrl({ words, ...of }: Omit<Insights, 'query'> & { words: readonly string[] }): string {
  const quoted = words.map((word) => `@message like "${word.replace(/["\\]/g, '\\$&')}"`).join(' or ')
  const query = `fields @timestamp, @log, @message\n| filter ${quoted}\n| sort @timestamp desc\n| limit 1000`
  return insightsUrl({ ...of, query })
}

type Insights = { region: string; logGroups: readonly string[]; query: string; fromMs: number; toMs: number }

function insightsUrl({ region, logGroups, query, fromMs, toMs }: Insights): string {
  const [start, end] = [fromMs, toMs].map((ms) => starred(new Date(ms).toISOString()))
  const source = logGroups.map((logGroup) => `~${starred(logGroup)}`).join('')
  const detail = `~(end~${end}~start~${start}~timeType~'ABSOLUTE~tz~'UTC~editorString~${starred(query)}~source~(${source}))`
  return `${consoleHome(region)}/cloudwatch/home?region=${region}#logsV2:logs-insights$3FqueryDetail$3D${detail}`
}
