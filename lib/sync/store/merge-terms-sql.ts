/** All terms of two lists, each once and in order: however they came, the same row is left. */
export function mergeTerms(left: string, right: string): string {
  return `ARRAY(SELECT DISTINCT unnest(${left} || ${right}) ORDER BY 1)`
}
