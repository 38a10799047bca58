import { expect, it } from 'vitest'
import { bucketCurve } from '@/components/charts/bucket-curve'

/** What a curve draws, as d3-shape asks for it; sides: of an area two, of a line one. */
function draw(...sides: [number, number][][]): string {
  const steps: string[] = []
  const note = (name: string) => (x: number, y: number) => steps.push(`${name}${x},${y}`)
  const context = { moveTo: note('M'), lineTo: note('L'), closePath: () => steps.push('Z') }
  const curve = bucketCurve(context as unknown as Parameters<typeof bucketCurve>[0])
  if (sides.length > 1) curve.areaStart()
  for (const points of sides) {
    curve.lineStart()
    for (const [x, y] of points) curve.point(x, y)
    curve.lineEnd()
  }
  if (sides.length > 1) curve.areaEnd()
  return steps.join(' ')
}

it('draws the first and the last bucket as wide as the others', () => {
  expect(
    draw([
      [10, 5],
      [30, 7],
      [50, 6],
    ]),
  ).toBe('M0,5 L20,5 L20,7 L40,7 L40,6 L60,6')
})

it('goes back along the base of an area, and closes it', () => {
  expect(
    draw(
      [
        [10, 5],
        [30, 7],
      ],
      [
        [30, 9],
        [10, 9],
      ],
    ),
  ).toBe('M0,5 L20,5 L20,7 L40,7 L40,9 L20,9 L20,9 L0,9 Z')
})

it('draws no line of a point alone', () => {
  expect(draw([[10, 5]])).toBe('M10,5 L10,5')
})
