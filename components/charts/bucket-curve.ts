import type { ComponentProps } from 'react'
import type { Area } from 'recharts'

type CurveFactory = Extract<ComponentProps<typeof Area>['type'], (...args: never[]) => unknown>
type Point = { x: number; y: number }

/**
 * Steps as wide as their buckets, the first and the last as well: values stand in the middle of buckets, and a step from
 * middle to middle leaves out half of either end. A point between two gaps has no neighbour to tell how wide it is, and
 * no line. Draws either side of an area as d3-shape's curves do.
 */
export const bucketCurve: CurveFactory = (context) => {
  let points: Point[] = []
  // The second side of an area goes back to where the first began; a line alone has no sides.
  let side: 'first' | 'second' | 'none' = 'none'
  return {
    areaStart() {
      side = 'first'
    },
    areaEnd() {
      side = 'none'
    },
    lineStart() {
      points = []
    },
    point(x: number, y: number) {
      points.push({ x, y })
    },
    lineEnd() {
      const [first, second] = points
      const half = first === undefined || second === undefined ? 0 : (second.x - first.x) / 2
      points.forEach(({ x, y }, index) => {
        if (index === 0 && side !== 'second') context.moveTo(x - half, y)
        else context.lineTo(x - half, y)
        context.lineTo(x + half, y)
      })
      if (side === 'second') context.closePath()
      if (side !== 'none') side = side === 'first' ? 'second' : 'first'
    },
  }
}
