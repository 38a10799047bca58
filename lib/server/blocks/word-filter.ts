/**
 * A set of words in about 20 bits each that never denies a word it holds, and admits one in 65,536 of all others: the xor
 * filter of Graf and Lemire (2020). Two halves, for the low and the high bytes of fingerprints, in three equal parts each;
 * a word is admitted when the bytes at its place in the parts, taken together by exclusive or, are its fingerprint.
 * Postgres tests it with get_byte (`probeOf` has the numbers): the second half for the few words that the first admits.
 */

/** place: a number for each part of a half, taken modulo its length. fingerprint: two bytes. */
export type WordProbe = { places: readonly [number, number, number]; fingerprint: number }

const SPARE = 1.23
const LEAST_SPARE = 11
const MOST_TRIES = 64
/** How many parts a filter has. */
export const FILTER_PARTS = 6

/** The numbers that a word is looked for with; they stay the same for ever. */
export function probeOf(word: string): WordProbe {
  let a = 0x811c9dc5
  let b = 0x9747b28c
  for (let at = 0; at < word.length; at += 1) {
    const code = word.charCodeAt(at)
    a = Math.imul(a ^ code, 0x01000193)
    b = Math.imul(b ^ code, 0x5bd1e995)
    b ^= b >>> 15
  }
  const [first, second] = [mix(a), mix(b ^ word.length)]
  const third = mix(first ^ Math.imul(second, 0x2c1b3c6d))
  return { places: [first, second, third], fingerprint: mix(second ^ Math.imul(third, 0x297a2d39)) & 0xffff }
}

/** The filter of these words, without repeats. */
export function buildWordFilter(words: ReadonlySet<string>): Buffer {
  const probes = distinctProbes(words)
  const least = Math.ceil((probes.length * SPARE + LEAST_SPARE) / 3)
  for (let more = 0; more < MOST_TRIES; more += 1) {
    const built = tryToBuild(probes, least + more)
    if (built !== null) return built
  }
  throw new Error(`no filter of ${probes.length} words could be built`)
}

/** Whether a filter admits a word. */
export function admitsWord(filter: Uint8Array, { places, fingerprint }: WordProbe): boolean {
  const length = filter.length / FILTER_PARTS
  const together = (first: number) =>
    places.reduce((sum, place, part) => sum ^ (filter[(first + part) * length + (place % length)] ?? 0), 0)
  return together(0) + together(places.length) * 256 === fingerprint
}

/** Words whose numbers are all the same cannot be told apart, and need not be. */
function distinctProbes(words: ReadonlySet<string>): WordProbe[] {
  const probes = new Map<number, WordProbe[]>()
  for (const word of words) {
    const probe = probeOf(word)
    const alike = probes.get(probe.places[0]) ?? []
    if (alike.some(({ places }) => places[1] === probe.places[1] && places[2] === probe.places[2])) continue
    alike.push(probe)
    probes.set(probe.places[0], alike)
  }
  return [...probes.values()].flat()
}

/** Takes away, one by one, the word that has a place of its own, then fills the places in the reverse order. */
function tryToBuild(probes: readonly WordProbe[], third: number): Buffer | null {
  const counts = new Uint32Array(third * 3)
  const sums = new Uint32Array(third * 3)
  const placesOf = ({ places }: WordProbe) => places.map((place, part) => part * third + (place % third))
  for (const [index, probe] of probes.entries()) {
    for (const place of placesOf(probe)) {
      counts[place] = (counts[place] ?? 0) + 1
      sums[place] = (sums[place] ?? 0) ^ index
    }
  }
  const waiting = [...counts.keys()].filter((place) => counts[place] === 1)
  const order: { probe: WordProbe; own: number }[] = []
  for (let own = waiting.pop(); own !== undefined; own = waiting.pop()) {
    if (counts[own] !== 1) continue
    const index = sums[own] ?? 0
    const probe = probes[index]
    if (probe === undefined) continue
    order.push({ probe, own })
    for (const place of placesOf(probe)) {
      counts[place] = (counts[place] ?? 0) - 1
      sums[place] = (sums[place] ?? 0) ^ index
      if (counts[place] === 1) waiting.push(place)
    }
  }
  if (order.length < probes.length) return null
  const together = new Uint16Array(third * 3)
  for (const { probe, own } of order.reverse()) {
    const others = placesOf(probe).reduce((sum, place) => (place === own ? sum : sum ^ (together[place] ?? 0)), 0)
    together[own] = probe.fingerprint ^ others
  }
  return Buffer.concat([Buffer.from(together), Buffer.from(together.map((fingerprint) => fingerprint >> 8))])
}

function mix(value: number): number {
  let mixed = value ^ (value >>> 16)
  mixed = Math.imul(mixed, 0x85ebca6b)
  mixed ^= mixed >>> 13
  mixed = Math.imul(mixed, 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
