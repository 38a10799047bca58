/** A page to look at: the name of its picture, and its address. */
export type PictureOf = { name: string; path: string }

type Find = <Answer>(path: string) => Promise<Answer>

const FUNCTION = '/functions/orders-api'
const PLACE = 'region=eu-west-1'

/** Every page of the product with something on it. find: asks the product's JSON API. */
export async function listPages(find: Find): Promise<PictureOf[]> {
  const [to, hourMs] = [Date.now(), 3_600_000]
  const window = `from=${to - 3 * hourMs}&to=${to}`
  const failed = await find<{ items: { id: string }[] }>(
    `/api${FUNCTION}/invocations?${window}&${PLACE}&result=failed&limit=1`,
  )
  const traces = await find<{ items: { id: string }[] }>(
    `/api/traces?${window}&functionName=orders-api&sort=slowest&limit=1`,
  )
  const [invocation, trace] = [failed.items[0]?.id, traces.items[0]?.id]
  if (invocation === undefined || trace === undefined) throw new Error('orders-api has no failed call or no trace yet')
  return [
    { name: 'overview', path: '/overview' },
    { name: 'functions', path: '/functions' },
    { name: 'function-summary', path: `${FUNCTION}?${PLACE}` },
    { name: 'function-of-an-alias', path: `${FUNCTION}?${PLACE}&qualifier=live` },
    { name: 'function-invocations', path: `${FUNCTION}/invocations?${PLACE}` },
    { name: 'invocation', path: `/invocations/${invocation}` },
    { name: 'traces', path: '/traces' },
    { name: 'trace', path: `/traces/${trace}` },
    { name: 'changes', path: '/changes?range=30d' },
    { name: 'sync', path: '/sync' },
    { name: 'account', path: '/account' },
  ]
}
