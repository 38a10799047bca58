type Box = { width: number; height: number }

/**
 * SVG path of a sparkline of values at equal distances in a box: one stroke for each run without a gap, from 0 at the bottom
 * to the largest value. part: the indexes that are drawn, the last one excluded, in their places among all.
 */
export function buildSparkPath(
  values: readonly (number | null)[],
  { width, height }: Box,
  part: { from?: number; to?: number } = {},
): string {
  const { from = 0, to = values.length } = part
  const largest = values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0)
  const step = values.length > 1 ? width / (values.length - 1) : width
  let path = ''
  let drawing = false
  values.forEach((value, index) => {
    if (value === null || index < from || index >= to) {
      drawing = false
      return
    }
    const x = round(index * step)
    const y = round(height - 1 - (largest === 0 ? 0 : (value / largest) * (height - 2)))
    path += `${drawing ? 'L' : 'M'}${x} ${y}`
    // A lone point between two gaps still leaves a mark.
    if (!drawing) path += 'h0.01'
    drawing = true
  })
  return path
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
