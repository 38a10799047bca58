/** One function, told apart from its namesakes. */
export type FunctionRef = { name: string; accountId: string; region: string }

export function functionPath({ name }: { name: string }): string {
  return `/functions/${encodeURIComponent(name)}`
}

export function functionApi({ name }: FunctionRef, rest: string): string {
  return `/api/functions/${encodeURIComponent(name)}${rest}`
}
