import type { Find } from '@/e2e/screenshots/list-pages'
import type { Picture } from '@/e2e/screenshots/picture'

const HOUR_MS = 3_600_000

/** What pages look like beyond their first view: other views of the logs, an open line, groups. */
export async function listViews(find: Find, { functionName }: { functionName: string }): Promise<Picture[]> {
  const to = Date.now()
  const { items } = await find<{ items: { id: string }[] }>(
    `/api/logs?from=${to - HOUR_MS}&to=${to}&functionName=${functionName}&query=REPORT&limit=1`,
  )
  const line = items[0]?.id
  if (line === undefined) throw new Error(`${functionName} has no log line yet`)
  const map = await find<{ nodes: { id: string; name: string; type: string }[]; edges: Record<string, string>[] }>(
    `/api/map?from=${to - HOUR_MS}&to=${to}`,
  )
  const orders = map.nodes.find(({ name, type }) => name === functionName && type === 'AWS::Lambda::Function')
  const edge = map.edges.find(({ from }) => from === orders?.id)
  return [
    { name: 'logs-patterns', path: '/logs?view=patterns&range=1h' },
    { name: 'logs-tail', path: '/logs?view=tail' },
    { name: 'logs-insights', path: `/logs?view=insights&functionName=${functionName}` },
    { name: 'logs-line', path: `/logs?functionName=${functionName}&query=REPORT&line=${encodeURIComponent(line)}` },
    { name: 'functions-by-team', path: '/functions?group=team' },
    { name: 'map-node', path: `/map?node=${encodeURIComponent(orders?.id ?? '')}` },
    { name: 'map-edge', path: `/map?edge=${encodeURIComponent(JSON.stringify([edge?.from, edge?.to, edge?.kind]))}` },
    { name: 'map-table', path: '/map?view=table' },
    { name: 'map-by-type', path: '/map?groupBy=type&figure=failed' },
  ]
}

/** What pages look like with a second account, one that is pulled just now. */
export function listViewsOfAccounts(otherAccount: string): Picture[] {
  const scope = `scope=${otherAccount}%2Feu-west-1,${otherAccount}%2Fus-east-1`
  return [
    { name: 'accounts-overview', path: '/overview?range=15m' },
    { name: 'accounts-functions', path: '/functions?range=15m' },
    { name: 'accounts-scope', path: `/functions?range=15m&${scope}` },
    { name: 'accounts-sync', path: '/sync' },
  ]
}
