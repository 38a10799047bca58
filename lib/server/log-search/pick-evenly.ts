/** Spreads counting numbers over 32 bits (Knuth's multiplicative method), so that what recurs in a list is not met again and again. */
function scatter(number: number): number {
  return Math.imul(number + 1, 2_654_435_761) >>> 0
}

/** What was picked stands for `weight` as much as itself, in what `sizeOf` counts. */
export type Picked<Item> = { item: Item; weight: number }

/**
 * At most so many of some items, one from each equal stretch of their order: all of them where they are few. Which one of a
 * stretch has nothing to do with its place, so that items that take turns are met in their proportion; the same items are
 * picked every time.
 */
export function pickEvenly<Item>(
  items: readonly Item[],
  most: number,
  sizeOf: (item: Item) => number = () => 1,
): Picked<Item>[] {
  if (items.length <= most) return items.map((item) => ({ item, weight: 1 }))
  return Array.from({ length: most }, (_, at) => {
    const stretch = items.slice(Math.floor((at * items.length) / most), Math.floor(((at + 1) * items.length) / most))
    const item = stretch[scatter(at) % stretch.length]
    return { item, size: stretch.reduce((sum, one) => sum + sizeOf(one), 0) }
  }).flatMap(({ item, size }) => (item === undefined ? [] : [{ item, weight: size / sizeOf(item) }]))
}
