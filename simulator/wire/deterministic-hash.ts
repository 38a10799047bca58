/** FNV-1a over the UTF-16 units of a text: an unsigned 32-bit number that is the same on every machine. */
export function deterministicHash(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  }
  // One avalanche round, so that neighbouring texts do not land in neighbouring buckets.
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b)
  return (hash ^ (hash >>> 15)) >>> 0
}
