import type { Random } from '@/simulator/fleet/random'

export type Level = 'INFO' | 'WARN' | 'ERROR'

/** What an application says, before its runtime gives it a form. */
export type Saying = { level: Level; message: string; fields: Record<string, string | number> }

type Template = (random: Random, subject: Subject) => [string, Record<string, string | number>]

/** What one invocation is about, the same in all its lines. */
export type Subject = { orderId: string; customerId: string; sku: string; amount: number; items: number }

export function rollSubject(random: Random): Subject {
  return {
    orderId: `ord_${random.int(100_000, 999_999)}`,
    customerId: `cus_${random.hex(8)}`,
    sku: `SKU-${random.int(1_000, 9_999)}-${random.pick(['S', 'M', 'L', 'XL'])}`,
    amount: Math.round(random.between(4, 480) * 100) / 100,
    items: random.int(1, 7),
  }
}

const STORIES: Record<string, readonly Template[]> = {
  orders: [
    (_, s) => ['order received', { orderId: s.orderId, items: s.items }],
    (_, s) => ['order validated', { orderId: s.orderId, customerId: s.customerId }],
    (_, s) => ['order stored', { orderId: s.orderId, total: s.amount, currency: 'EUR' }],
    (r, s) => ['stock reserved', { sku: s.sku, warehouse: r.pick(['DUB-1', 'FRA-2', 'MAD-1']) }],
    (_, s) => ['order accepted', { orderId: s.orderId, status: 'PLACED' }],
  ],
  payments: [
    (_, s) => ['charge requested', { orderId: s.orderId, amount: s.amount, currency: 'EUR' }],
    (r) => ['risk score received', { score: r.int(1, 99) }],
    (r, s) => ['charge authorised', { orderId: s.orderId, chargeId: `ch_${r.hex(12)}` }],
    (_, s) => ['ledger entry written', { orderId: s.orderId, amount: s.amount }],
  ],
  messaging: [
    (r) => ['message picked up', { messageId: r.uuid() }],
    (r) => [
      'template rendered',
      { template: r.pick(['order-placed', 'welcome', 'return-label']), bytes: r.int(2_000, 30_000) },
    ],
    (_, s) => ['message handed over', { customerId: s.customerId }],
  ],
  media: [
    (r) => ['object read', { key: `uploads/${r.hex(10)}.jpg`, bytes: r.int(80_000, 6_000_000) }],
    (r) => ['image decoded', { width: r.int(600, 6_000), height: r.int(600, 4_000) }],
    (r) => ['result written', { key: `out/${r.hex(10)}.webp` }],
  ],
  catalog: [
    (_, s) => ['product looked up', { sku: s.sku }],
    (r, s) => ['product served', { sku: s.sku, cache: r.pick(['hit', 'miss']) }],
    (r, s) => ['price resolved', { sku: s.sku, price: s.amount, list: r.pick(['retail', 'member']) }],
  ],
  work: [
    (r) => ['batch started', { records: r.int(1, 40) }],
    (r, s) => ['record processed', { sku: s.sku, attempt: r.int(1, 2) }],
    (r) => ['checkpoint written', { sequence: r.int(10_000_000, 99_999_999) }],
    (r) => ['batch finished', { records: r.int(1, 40), skipped: r.int(0, 2) }],
  ],
}

const THEMES: Record<string, string> = {
  orders: 'orders',
  checkout: 'orders',
  payments: 'payments',
  messaging: 'messaging',
  growth: 'messaging',
  media: 'media',
  catalog: 'catalog',
  discovery: 'catalog',
}

/** Two to six things said by a function of a team, in the order of its work. */
export function tellStory(team: string | undefined, random: Random, subject: Subject): Saying[] {
  const templates = STORIES[THEMES[team ?? ''] ?? 'work'] ?? []
  const wanted = random.int(2, 6)
  return Array.from({ length: wanted }, (_, index) => {
    const template = templates[Math.min(templates.length - 1, Math.floor((index * templates.length) / wanted))]
    const [message, fields] = template?.(random, subject) ?? ['done', {}]
    return { level: 'INFO' as const, message, fields }
  })
}
