/** So that 95 of 100 are at most as long; not a number of none. */
export function p95(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.ceil(0.95 * times.length) - 1] ?? Number.NaN
}
