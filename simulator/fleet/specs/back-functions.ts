import { aliasSpec, type FunctionSpec, functionSpec } from '@/simulator/fleet/specs/function-spec'

const EU = 'eu-west-1'
const WORKERS = '/shop/workers'

/** What works behind the shop in eu-west-1: consumers of queues, topics, streams and clocks. */
export const BACK_FUNCTIONS: readonly FunctionSpec[] = [
  functionSpec('order-events', EU, 'python', {
    format: 'JSON',
    logGroup: WORKERS,
    powertools: true,
    triggers: [{ kind: 'sqs', queue: 'order-events', batchSize: 10, windowMs: 0 }],
    steps: [
      { kind: 'dynamodb', operation: 'UpdateItem', table: 'order-status', ms: 9 },
      { kind: 's3', operation: 'PutObject', bucket: 'shop-order-archive', ms: 38, chance: 0.4 },
    ],
    failures: { error: 0.006 },
    tags: { team: 'orders' },
  }),
  functionSpec('inventory-sync', EU, 'python', {
    logGroup: WORKERS,
    timeoutS: 20,
    reportStyle: 'old',
    updateRuntimeOn: 'Manual',
    triggers: [{ kind: 'sqs', queue: 'supplier-stock', batchSize: 10, windowMs: 2_000 }],
    perDay: 2_400,
    steps: [
      { kind: 'dynamodb', operation: 'PutItem', table: 'inventory', ms: 13 },
      { kind: 'http', host: 'erp.supplier.example', method: 'GET', path: '/stock', ms: 180, chance: 0.5 },
    ],
    versions: [{ version: '11', ageDays: 8 }],
    aliases: [aliasSpec('prod', '11')],
    routes: [{ qualifier: 'prod', share: 1 }],
    failures: { error: 0.01, timeout: 0.003 },
    tags: { team: 'logistics' },
  }),
  functionSpec('search-indexer', EU, 'python', {
    runtime: 'python3.13',
    format: 'JSON',
    memoryMb: 512,
    triggers: [{ kind: 'stream', table: 'catalog', batchSize: 50, windowMs: 1_000 }],
    perDay: 3_600,
    steps: [
      { kind: 'http', host: 'search.shop.internal', method: 'POST', path: '/products/_bulk', ms: 55 },
      { kind: 'dynamodb', operation: 'GetItem', table: 'catalog', ms: 5, chance: 0.6 },
    ],
    versions: [
      { version: '21', ageDays: 9, errorRate: 0.005 },
      { version: '22', ageDays: 1, errorRate: 0.005 },
    ],
    aliases: [aliasSpec('canary', '21', { weights: { '22': 0.2 }, description: 'Slow roll-out' })],
    routes: [{ qualifier: 'canary', share: 1 }],
    failures: { error: 0.005 },
    tags: { team: 'discovery' },
  }),
  functionSpec('email-sender', EU, 'node', {
    triggers: [
      { kind: 'sns', topic: 'order-placed' },
      { kind: 'sns', topic: 'order-returned' },
    ],
    perDay: 500,
    steps: [
      { kind: 's3', operation: 'GetObject', bucket: 'shop-mail-templates', ms: 24, chance: 0.3 },
      { kind: 'http', host: 'smtp.mail.example', method: 'POST', path: '/send', ms: 90 },
    ],
    failures: { error: 0.03 },
    onFailure: 'dead-letter',
    tags: { team: 'messaging' },
  }),
  functionSpec('loyalty-points', EU, 'dotnet', {
    format: 'JSON',
    memoryMb: 512,
    triggers: [{ kind: 'sns', topic: 'order-placed' }],
    steps: [{ kind: 'dynamodb', operation: 'UpdateItem', table: 'loyalty', ms: 9 }],
    failures: { error: 0.012 },
    onFailure: 'destination',
    tags: { team: 'messaging' },
  }),
  functionSpec('image-resize', EU, 'rust', {
    memoryMb: 512,
    timeoutS: 30,
    triggers: [{ kind: 's3', bucket: 'shop-uploads' }],
    recursiveLoop: 'Allow',
    perDay: 1_500,
    ownMs: 240,
    sigma: 0.7,
    steps: [
      { kind: 's3', operation: 'GetObject', bucket: 'shop-uploads', ms: 45 },
      { kind: 's3', operation: 'PutObject', bucket: 'shop-thumbnails', ms: 60 },
    ],
    failures: { error: 0.006, outOfMemory: 0.012 },
    reportStyle: 'old',
    onFailure: 'dead-letter',
    tags: { team: 'media' },
  }),
  functionSpec('image-moderation', EU, 'python', {
    runtime: 'python3.13',
    format: 'JSON',
    memoryMb: 1024,
    timeoutS: 30,
    triggers: [{ kind: 's3', bucket: 'shop-review-photos' }],
    perDay: 520,
    ownMs: 320,
    steps: [{ kind: 's3', operation: 'GetObject', bucket: 'shop-review-photos', ms: 50 }],
    failures: { error: 0.01, outOfMemory: 0.02 },
    memoryKill: 'error-type',
    onFailure: 'destination',
    tags: { team: 'media' },
  }),
  functionSpec('invoice-pdf', EU, 'ruby', {
    logGroup: WORKERS,
    memoryMb: 512,
    timeoutS: 12,
    triggers: [{ kind: 'sqs', queue: 'invoices', batchSize: 5, windowMs: 0 }],
    perDay: 300,
    ownMs: 420,
    sigma: 0.6,
    steps: [{ kind: 's3', operation: 'PutObject', bucket: 'shop-invoices', ms: 55 }],
    failures: { error: 0.01, timeout: 0.012 },
    tags: { team: 'payments' },
  }),
  functionSpec('session-cleanup', EU, 'node', {
    triggers: [{ kind: 'schedule', rule: 'session-cleanup-5m', everyMinutes: 5 }],
    timeoutS: 60,
    ownMs: 900,
    tracing: false,
    steps: [{ kind: 'dynamodb', operation: 'Query', table: 'sessions', ms: 120 }],
    failures: { error: 0.006, timeout: 0.002 },
  }),
  functionSpec('nightly-report', EU, 'dotnet', {
    triggers: [{ kind: 'schedule', rule: 'report-hourly', everyMinutes: 60 }],
    memoryMb: 1024,
    timeoutS: 120,
    ownMs: 6_500,
    steps: [
      {
        kind: 'sql',
        database: 'warehouse',
        query: 'SELECT sku, SUM(quantity) FROM order_lines WHERE day = ?',
        ms: 1_900,
      },
      { kind: 's3', operation: 'PutObject', bucket: 'shop-reports', ms: 80 },
    ],
    failures: { error: 0.03 },
    vpc: true,
  }),
  functionSpec('price-updater', EU, 'go', {
    memoryMb: 128,
    triggers: [{ kind: 'schedule', rule: 'prices-1m', everyMinutes: 1 }],
    steps: [
      { kind: 'http', host: 'prices.market.example', method: 'GET', path: '/feed', ms: 130 },
      { kind: 'dynamodb', operation: 'PutItem', table: 'prices', ms: 8 },
    ],
    failures: { error: 0.008, exit: 0.004 },
    retries: 1,
  }),
  functionSpec('audit-log', EU, 'node', {
    format: 'JSON',
    tracing: false,
    triggers: [{ kind: 'rule', rule: 'audit-all', bus: 'shop' }],
    steps: [{ kind: 's3', operation: 'PutObject', bucket: 'shop-audit', ms: 35 }],
    failures: { error: 0.01 },
    tags: { team: 'security' },
  }),
  functionSpec('legacy-import', EU, 'python', {
    triggers: [{ kind: 'schedule', rule: 'legacy-import-30m', everyMinutes: 30 }],
    brokenImport: true,
    onFailure: 'dead-letter',
    tags: { team: 'catalog' },
  }),
]

/** Says nothing of calls that went well, so its log lines alone cannot tell what happened: it stands outside of the first forty. */
export const SILENT_FUNCTION = functionSpec('access-log', EU, 'node', {
  format: 'JSON',
  systemLogLevel: 'WARN',
  tracing: false,
  triggers: [{ kind: 'rule', rule: 'access-all', bus: 'shop' }],
  steps: [{ kind: 's3', operation: 'PutObject', bucket: 'shop-access', ms: 35 }],
  failures: { error: 0.01 },
  tags: { team: 'security', 'log-level': 'warn' },
})

/** Runs on managed instances, which have metrics of their own; outside of the first forty. */
export const MANAGED_FUNCTION = functionSpec('image-resizer', EU, 'node', {
  memoryMb: 2048,
  tracing: false,
  capacityProvider: 'shop-instances',
  triggers: [{ kind: 'api', api: 'shop', method: 'POST', path: '/images' }],
  perDay: 1500,
  versions: [{ version: '1', ageDays: 20 }],
  tags: { team: 'catalog' },
})

/** Runs durable executions; outside of the first forty. Its queue tells of its events. */
export const DURABLE_FUNCTION = functionSpec('order-saga', EU, 'node', {
  tracing: false,
  durable: true,
  triggers: [{ kind: 'sqs', queue: 'order-sagas', batchSize: 1, windowMs: 0, metrics: ['EventCount', 'ErrorCount'] }],
  perDay: 800,
  failures: { error: 0.02 },
  tags: { team: 'orders' },
})

/** Logs to a group of the class Infrequent Access, which only Logs Insights can read: it stands outside of the first forty too. */
export const ARCHIVING_FUNCTION = functionSpec('receipt-archive', EU, 'node', {
  logGroup: '/shop/archived-receipts',
  logClass: 'INFREQUENT_ACCESS',
  tracing: false,
  triggers: [{ kind: 'rule', rule: 'archive-all', bus: 'shop' }],
  steps: [{ kind: 's3', operation: 'PutObject', bucket: 'shop-receipts', ms: 45 }],
  failures: { error: 0.02 },
  tags: { team: 'finance' },
})
