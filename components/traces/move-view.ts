/** What of a drawing is seen: its left upper corner, and pixels on the screen for one of the drawing. */
export type PanZoom = { x: number; y: number; scale: number }

type Size = { width: number; height: number }
type Place = { x: number; y: number }

export const LEAST_SCALE = 0.1
/** What is too small to be read is begun at the left, where calls begin. */
export const READABLE_SCALE = 0.45
/** Below it all that a node says is too small: its name alone is shown, larger. */
export const FAR_SCALE = 0.7
const MOST_SCALE = 2
const MARGIN = 24

/** The view that shows all of a drawing in the middle, or at leastScale its left end. */
export function fitInto(box: Size, { width, height }: Size, leastScale: number): PanZoom {
  const [across, down] = [box.width - 2 * MARGIN, box.height - 2 * MARGIN]
  const whole = Math.min(1, across / Math.max(1, width), down / Math.max(1, height))
  const scale = Math.max(whole, leastScale)
  const x = whole < scale ? -MARGIN / scale : (width - box.width / scale) / 2
  return { x, y: (height - box.height / scale) / 2, scale }
}

/** The view magnified so that what is under a point of the box stays there. */
export function zoomAt(was: PanZoom, factor: number, point: Place): PanZoom {
  const scale = Math.min(MOST_SCALE, Math.max(LEAST_SCALE, was.scale * factor))
  return { x: was.x + point.x / was.scale - point.x / scale, y: was.y + point.y / was.scale - point.y / scale, scale }
}

/**
 * The view after pointers have moved: what was under one is under it still; of two, what was between them, magnified as they
 * part. before, after: the same pointers in the box.
 */
export function followPointers(was: PanZoom, before: readonly Place[], after: readonly Place[]): PanZoom {
  const [from, to] = [middleOf(before), middleOf(after)]
  const moved = { ...was, x: was.x - (to.x - from.x) / was.scale, y: was.y - (to.y - from.y) / was.scale }
  const [apart, nowApart] = [distanceOf(before), distanceOf(after)]
  return apart > 0 && nowApart > 0 ? zoomAt(moved, nowApart / apart, to) : moved
}

function middleOf(places: readonly Place[]): Place {
  const sum = places.reduce((all, { x, y }) => ({ x: all.x + x, y: all.y + y }), { x: 0, y: 0 })
  return { x: sum.x / places.length, y: sum.y / places.length }
}

/** 0 for one pointer alone. */
function distanceOf([a, b]: readonly Place[]): number {
  return a === undefined || b === undefined ? 0 : Math.hypot(a.x - b.x, a.y - b.y)
}

/** The view moved as little as brings something of a size around a place into the box; the same view where it is there already. */
export function bringIntoView(was: PanZoom, box: Size, place: Place, size: Size): PanZoom {
  const x = shift(was.x, box.width / was.scale, place.x, size.width, MARGIN / was.scale)
  const y = shift(was.y, box.height / was.scale, place.y, size.height, MARGIN / was.scale)
  return x === was.x && y === was.y ? was : { ...was, x, y }
}

/** Along one axis. What is larger than the box is shown in its middle. */
function shift(start: number, seen: number, middle: number, length: number, margin: number): number {
  const [least, most] = [middle - length / 2 - margin, middle + length / 2 + margin]
  if (most - least > seen) return middle - seen / 2
  return Math.min(Math.max(start, most - seen), least)
}
