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

/** A function in AWS's console. */
export function functionUrl({ region, name }: { region: string; name: string }): string {
  return `${consoleHome(region)}/lambda/home?region=${region}#/functions/${encodeURIComponent(name)}`
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

/** Logs Insights in AWS's console with a query for the lines that hold the request ID; the window in epoch ms. */
export function logsInsightsUrl({
  region,
  logGroup,
  requestId,
  fromMs,
  toMs,
}: LogPlace & { requestId: string; fromMs: number; toMs: number }): string {
  const query = `fields @timestamp, @message\n| filter @message like "${requestId}"\n| sort @timestamp asc\n| limit 1000`
  const [start, end] = [fromMs, toMs].map((ms) => starred(new Date(ms).toISOString()))
  const detail = `~(end~${end}~start~${start}~timeType~'ABSOLUTE~tz~'UTC~editorString~${starred(query)}~source~(~${starred(logGroup)}))`
  return `${consoleHome(region)}/cloudwatch/home?region=${region}#logsV2:logs-insights$3FqueryDetail$3D${detail}`
}
