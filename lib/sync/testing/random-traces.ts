import type { JsonObject } from '@/lib/domain/json-value'
import { seededRandom } from '@/lib/sync/testing/seeded-random'

/** Words that random traces are made of, and that filters of them ask for. */
export const FLEET_WORDS = {
  services: ['shop', 'orders', 'billing', 'DynamoDB', 'Events', 'events.example.com', 'a"b\\c.$'],
  types: [
    'AWS::Lambda',
    'AWS::Lambda::Function',
    'AWS::ApiGateway::Stage',
    'AWS::DynamoDB::Table',
    'AWS::Events',
    'remote',
    'client',
  ],
  urls: ['https://shop.example/orders/17', 'https://shop.example/orders/175?x=(1)', 'https://api.example/v2/cart', '/'],
  methods: ['GET', 'POST'],
  users: ['alice', 'bob', 'it.s $me'],
  accounts: ['111122223333', '444455556666', '777788889999'],
  keys: ['tier', 'items', 'aws:api_stage'],
} as const

/** The ID of a segment that no trace has. */
const LOST = 'f'.repeat(16)

export type RandomTrace = { id: string; startedAtMs: number; documents: JsonObject[] }

type Pick = <Value>(values: readonly Value[]) => Value

/** Traces of services that call each other, fail, throttle, run on, and name users, annotations and requests. */
export function makeRandomTraces(seed: number, count: number, startMs: number): RandomTrace[] {
  const random = seededRandom(seed)
  const pick: Pick = (values) => {
    const value = values[Math.floor(random() * values.length)]
    if (value === undefined) throw new Error('nothing to pick from')
    return value
  }
  return Array.from({ length: count }, (_, index) =>
    makeTrace({ random, pick, index, startMs: startMs + index * 1000 }),
  )
}

type Making = { random: () => number; pick: Pick; index: number; startMs: number }

function makeTrace({ random, pick, index, startMs }: Making): RandomTrace {
  const id = `1-${index.toString(16).padStart(8, '0')}-${'b'.repeat(24)}`
  let parts = 0
  const nextId = () => (parts++).toString(16).padStart(16, '0')
  const maybe = (share: number, facts: JsonObject): JsonObject => (random() < share ? facts : {})
  const span = (): JsonObject => {
    const start = startMs / 1000 + Math.floor(random() * 1e6) / 1e6
    const end = start + Math.floor(10 ** (random() * 7)) / 1e6
    return { start_time: start, ...(random() < 0.05 ? { in_progress: true } : { end_time: end }) }
  }
  const facts = (): JsonObject => ({
    ...maybe(0.2, { error: true }),
    ...maybe(0.2, { fault: true }),
    ...maybe(0.1, { throttle: true }),
    ...maybe(0.4, {
      http: {
        request: {
          url: pick(FLEET_WORDS.urls),
          method: pick(FLEET_WORDS.methods),
          ...maybe(0.5, { user_agent: 'curl/8', client_ip: '203.0.113.7' }),
        },
        ...maybe(0.8, { response: { status: pick([200, 201, 404, 429, 500, 503]) } }),
      },
    }),
    ...maybe(0.2, { user: pick(FLEET_WORDS.users) }),
    ...maybe(0.3, { annotations: { [pick(FLEET_WORDS.keys)]: pick(['gold', 'silver', 3, 17.5, true, 'Prod']) } }),
    ...maybe(0.3, {
      aws: {
        account_id: pick(FLEET_WORDS.accounts),
        ...maybe(0.3, { ec2: { instance_id: 'i-1', availability_zone: 'eu-west-1a' } }),
      },
    }),
  })
  const documents: JsonObject[] = []
  const addSegment = (parentId: string | null, depth: number) => {
    const own = nextId()
    const calls = depth >= 3 ? 0 : Math.floor(random() * 3)
    const subsegments = Array.from({ length: calls }, () => {
      const call = nextId()
      const { user: _, ...more } = facts()
      const namespace = pick([null, 'aws', 'remote'])
      if (namespace !== null && random() < 0.5) addSegment(call, depth + 1)
      return {
        id: call,
        name: pick(FLEET_WORDS.services),
        ...(namespace === null ? {} : { namespace }),
        ...span(),
        ...more,
      }
    })
    documents.push({
      id: own,
      trace_id: id,
      ...(parentId === null ? {} : { parent_id: parentId }),
      name: pick(FLEET_WORDS.services),
      ...maybe(0.8, { origin: pick(FLEET_WORDS.types.slice(0, 5)) }),
      ...maybe(parentId === null || parentId === LOST ? 0 : 0.3, { inferred: true }),
      ...maybe(0.3, { resource_arn: `arn:aws:lambda:eu-west-1:${pick(FLEET_WORDS.accounts)}:function:orders:live` }),
      ...span(),
      ...facts(),
      subsegments,
    })
  }
  addSegment(null, 0)
  // Parts that were traced apart, or that lost whoever called them.
  if (random() < 0.2) addSegment(pick([null, LOST]), 2)
  return { id, startedAtMs: startMs, documents }
}
