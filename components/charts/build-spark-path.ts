/** SVG path of a sparkline of values at equal distances in a box: one stroke for each run without a gap, from 0 at the bottom to the largest value. */
export function buildSparkPath(values: readonly (number | null)[], width: number, height: number): string {
  const largest = values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0)
  const step = values.length > 1 ? width / (values.length - 1) : width
  let path = ''
  let drawing = false
  values.forEach((value, index) => {
    if (value === null) {
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
