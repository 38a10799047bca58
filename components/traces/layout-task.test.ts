import { expect, it } from 'vitest'
import { layOutMap } from '@/components/traces/lay-out-map'
import { type LaidOut, layoutTaskOf, pairLayout } from '@/components/traces/layout-task'

const map = (...ids: string[]) => ({
  nodes: ids.map((id) => ({ id })),
  edges: ids.slice(1).map((to) => ({ from: ids[0] ?? '', to })),
})
const wantedOf = (own: ReturnType<typeof map>, picture = 'all') => ({
  map: own,
  key: layoutTaskOf(own).key,
  picture,
})
type Shown = LaidOut<ReturnType<typeof map>>

it('is the same task for the same nodes and edges, whatever their figures', () => {
  const [own, again] = [map('a', 'b'), { ...map('a', 'b'), extra: 1 }]
  expect(layoutTaskOf(again).key).toBe(layoutTaskOf(own).key)
  expect(layoutTaskOf(map('a', 'c')).key).not.toBe(layoutTaskOf(own).key)
  expect(layoutTaskOf({ ...own, edges: [] }).key).not.toBe(layoutTaskOf(own).key)
})

it('keeps map and layout as one pair: what was shown stays until what is wanted is laid out', () => {
  const [before, after] = [map('a', 'b'), map('a', 'b', 'c')]
  const layout = layOutMap(layoutTaskOf(before))
  expect(pairLayout<Shown['map']>(null, wantedOf(before), null)).toBeNull()
  const shown = pairLayout<Shown['map']>(null, wantedOf(before), layout)
  expect(shown).toEqual({ map: before, layout, picture: 'all' })
  expect(pairLayout(shown, wantedOf(after, 'type'), layout)).toBe(shown)
  const next = layOutMap(layoutTaskOf(after))
  expect(pairLayout(shown, wantedOf(after, 'one function'), next)).toEqual({
    map: after,
    layout: next,
    picture: 'one function',
  })
})

it('takes new figures of the same services at once, and is stable while nothing changes', () => {
  const own = map('a', 'b')
  const layout = layOutMap(layoutTaskOf(own))
  const shown = pairLayout<Shown['map']>(null, wantedOf(own), layout)
  expect(pairLayout(shown, wantedOf(own), layout)).toBe(shown)
  const fresh = map('a', 'b')
  expect(pairLayout(shown, wantedOf(fresh), layout)?.map).toBe(fresh)
})

it('places every node of the task', () => {
  const { places, width, height } = layOutMap(layoutTaskOf(map('a', 'b', 'c')))
  expect(places.map(([id]) => id)).toEqual(['a', 'b', 'c'])
  const [[, ax] = ['', 0], [, bx] = ['', 0]] = places
  expect(ax).toBeLessThan(bx)
  for (const [, x, y] of places) expect(x <= width && y <= height).toBe(true)
})
