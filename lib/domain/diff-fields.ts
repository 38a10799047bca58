export type FieldChange = { subject: string; before: unknown; after: unknown }

type Fields = Readonly<Record<string, unknown>>

/** The named fields that differ, in the order of the names. Null and absent are the same; the order of keys does not count. */
export function diffFields(before: Fields, after: Fields, names: readonly string[]): FieldChange[] {
  return names.flatMap((subject) => {
    const change = { subject, before: before[subject] ?? null, after: after[subject] ?? null }
    return isSame(change.before, change.after) ? [] : [change]
  })
}

/** Whether two JSON values are the same but for the order of keys. */
export function isSame(left: unknown, right: unknown): boolean {
  return canonical(left) === canonical(right)
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}
