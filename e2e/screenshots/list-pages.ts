/** A page to look at or to measure. hasCharts: charts are drawn on it. */
export type ListedPage = { name: string; path: string; hasCharts: boolean }

/** Asks the product's JSON API. */
export type Find = <Answer>(path: string) => Promise<Answer>

type Example = { functionName: string; place: string; alias: string }

const HOURS_MS = 3 * 3_600_000

/** Every page of the product with something on it: of a function that fails now and then and has traces. */
export async function listPages(find: Find, { functionName, place, alias }: Example): Promise<ListedPage[]> {
  const [fn, to] = [`/functions/${functionName}`, Date.now()]
  const window = `from=${to - HOURS_MS}&to=${to}`
  const first = async (path: string) => (await find<{ items: { id: string }[] }>(path)).items[0]?.id
  const invocation = await findFailed(find, { functionName, place, window })
  const trace = await first(`/api/traces?${window}&functionName=${functionName}&sort=slowest&limit=1`)
  const issue = await first(`/api/issues?${window}&limit=1`)
  if (trace === undefined || issue === undefined) throw new Error(`${functionName} has no trace, or there is no issue`)
  return [
    { name: 'overview', path: '/overview', hasCharts: true },
    { name: 'functions', path: '/functions', hasCharts: false },
    { name: 'function-summary', path: `${fn}?${place}`, hasCharts: true },
    { name: 'function-of-an-alias', path: `${fn}?${place}&qualifier=${alias}`, hasCharts: true },
    { name: 'function-invocations', path: `${fn}/invocations?${place}`, hasCharts: false },
    { name: 'function-performance', path: `${fn}/performance?${place}`, hasCharts: true },
    { name: 'function-concurrency', path: `${fn}/concurrency?${place}`, hasCharts: true },
    { name: 'function-versions', path: `${fn}/versions?${place}`, hasCharts: false },
    { name: 'function-triggers', path: `${fn}/triggers?${place}`, hasCharts: false },
    { name: 'function-configuration', path: `${fn}/configuration?${place}`, hasCharts: false },
    { name: 'invocation', path: `/invocations/${invocation}`, hasCharts: false },
    { name: 'traces', path: '/traces', hasCharts: false },
    { name: 'trace', path: `/traces/${trace}`, hasCharts: false },
    { name: 'map', path: '/map', hasCharts: false },
    { name: 'logs', path: '/logs', hasCharts: false },
    { name: 'issues', path: '/issues', hasCharts: false },
    { name: 'issue', path: `/issues/${issue}`, hasCharts: true },
    { name: 'concurrency', path: '/concurrency', hasCharts: true },
    { name: 'cost', path: '/cost', hasCharts: true },
    { name: 'changes', path: '/changes', hasCharts: false },
    { name: 'sync', path: '/sync', hasCharts: false },
    { name: 'account', path: '/account', hasCharts: false },
  ]
}

/** A failed invocation of the function, or in an hour in which it had none of the one that failed most. */
async function findFailed(
  find: Find,
  { functionName, place, window }: { functionName: string; place: string; window: string },
): Promise<string> {
  const { items: functions } = await find<{
    items: { name: string; accountId: string; region: string; errors: number | null }[]
  }>(`/api/functions?${window}`)
  const [worst] = functions.sort((left, right) => (right.errors ?? 0) - (left.errors ?? 0))
  const own = `/api/functions/${functionName}/invocations?${window}&${place}&result=failed&limit=1`
  const others =
    worst &&
    `/api/functions/${worst.name}/invocations?${window}&accountId=${worst.accountId}&region=${worst.region}&result=failed&limit=1`
  for (const path of [own, others]) {
    const id = path && (await find<{ items: { id: string }[] }>(path)).items[0]?.id
    if (id) return id
  }
  throw new Error('no invocation has failed yet')
}
