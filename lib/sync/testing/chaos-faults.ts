type Rule = Record<string, unknown>

const EVENT_RULES: readonly Rule[] = [
  { kind: 'nul', share: 0.02 },
  { kind: 'lone-surrogate', share: 0.02 },
  { kind: 'invalid-utf8', share: 0.02 },
  { kind: 'big-event', share: 0.0002, operation: 'FilterLogEvents' },
]

/** What AWS's answers hold however often they are read: not faults of the way, and there for the undisturbed pull too. */
export function oddContents(): Rule[] {
  return [...EVENT_RULES]
}

/** What happens to a call, and happens once at least, however few calls there are: one kind after the other. */
const CALL_KINDS = [
  ...['throttle', 'access-denied', '500', '502', '503', '504', 'html-200', 'html-404', 'html-500', 'reset', 'hang'],
  ...['stall', 'truncate', 'cut-body', 'bad-type', 'bad-fields', 'null-lists', 'repeat-page', 'empty-page'],
  ...['expired-token', 'same-token', 'gone', 'expired-credentials'],
]

/** Everything that can go wrong with a call, at once; nowMs: the account's time at the beginning. */
export function chaosFaults(nowMs: number): Rule[] {
  const share = (kind: string, probability: number, more: Rule = {}) => ({ kind, probability, ...more })
  const minutes = (from: number, to: number) => ({ fromMs: nowMs + from * 60_000, toMs: nowMs + to * 60_000 })
  const paged = { paged: true }
  return [
    ...oddContents(),
    ...CALL_KINDS.map((kind, at) => ({ kind, count: 1, fromMs: nowMs + (1 + at) * 60_000 })),
    { kind: 'late', operation: 'FilterLogEvents', share: 0.1 },
    share('shuffle', 0.3, { operation: 'FilterLogEvents' }),
    share('duplicate', 0.3, { operation: 'FilterLogEvents', share: 0.05 }),
    { kind: 'clock-skew', skewMs: 3_600_000, region: 'eu-west-1', ...minutes(4, 8) },
    { kind: 'clock-skew', skewMs: -1_200_000, region: 'us-east-1', ...minutes(6, 9) },
    { kind: 'expired-credentials', region: 'us-east-1', ...minutes(12, 14) },
    share('throttle', 0.4, minutes(17, 18)),
    ...['throttle', '500', 'reset', 'truncate', 'cut-body'].map((kind) => share(kind, 0.02)),
    ...['502', '503', '504', 'access-denied', 'expired-credentials'].map((kind) => share(kind, 0.01)),
    ...['html-200', 'html-404', 'html-500', 'bad-type', 'bad-fields', 'null-lists'].map((kind) => share(kind, 0.01)),
    ...['hang', 'stall'].map((kind) => share(kind, 0.004)),
    ...['expired-token', 'same-token'].map((kind) => share(kind, 0.05)),
    share('gone', 0.02, { service: 'lambda' }),
    share('gone', 0.05, { operation: 'FilterLogEvents', ...paged }),
    ...['repeat-page', 'empty-page'].map((kind) => share(kind, 0.08)),
  ]
}
