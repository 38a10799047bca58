import type { MapNode } from '@/lib/contracts/map'
import type { GraphNode } from '@/lib/domain/traces/trace-graph'
import { type Db, selectRows } from '@/lib/server/db'

type FunctionRow = { name: string; accountId: string; region: string; tags: unknown }

const SQL = `
  select f.name, ar.account_id as "accountId", ar.region, f.tags from lambda_function f join account_region ar on ar.id = f.account_region_id
   where f.gone_at is null and ($1::int[] is null or ar.id = any($1)) and f.name = any($2)
   order by ar.account_id, ar.region`

/** Nodes with what the inventory knows of those that are Lambda functions: their regions and tags. */
export async function describeMapNodes(
  db: Db,
  nodes: readonly GraphNode[],
  placeIds: readonly number[] | null,
): Promise<MapNode[]> {
  const names = nodes.filter(isLambda).map(({ name }) => name)
  const rows = names.length === 0 ? [] : await selectRows<FunctionRow>(db.pool, SQL, [placeIds, names])
  return nodes.map((node) => {
    const own = isLambda(node)
      ? rows.filter(({ name, accountId }) => name === node.name && accountId === node.accountId)
      : []
    return { ...node, regions: own.map(({ region }) => region), tags: Object.assign({}, ...own.map(tagsOf)) }
  })
}

function isLambda({ type }: GraphNode): boolean {
  return type === 'AWS::Lambda' || type === 'AWS::Lambda::Function'
}

function tagsOf({ tags }: FunctionRow): Record<string, string> {
  if (typeof tags !== 'object' || tags === null) return {}
  return Object.fromEntries(
    Object.entries(tags).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}
