/** Whether one Memory Size ran: the list of invocations is not narrowed by size, and would show those of the others too. */
export function hasOneSize(groups: readonly { memoryMb: number | null }[]): boolean {
  return new Set(groups.map(({ memoryMb }) => memoryMb)).size <= 1
}
