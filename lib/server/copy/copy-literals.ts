/** SQL of whole numbers as an int[]. Throws RangeError where one is no whole number. */
export function intArrayLiteral(values: readonly number[]): string {
  for (const value of values) if (!Number.isSafeInteger(value)) throw new RangeError(`Not a whole number: ${value}`)
  return `'{${values.join(',')}}'::int[]`
}

/** SQL of a moment (epoch milliseconds) as a timestamptz. Throws RangeError where it is none. */
export function momentLiteral(atMs: number): string {
  return `'${new Date(atMs).toISOString()}'::timestamptz`
}
