import { expect, it } from 'vitest'
import { edgeKey, readMapView } from '@/components/traces/read-map-view'

const read = (query: string) => readMapView(new URLSearchParams(query))

it('reads a bare URL as requests, drawn, ungrouped, with nothing chosen', () => {
  expect(read('')).toEqual({
    figure: 'requests',
    groupBy: 'none',
    find: '',
    direction: 'both',
    asTable: false,
    node: null,
    edge: null,
  })
})

it.each([
  ['figure=failed', { figure: 'failed' }],
  ['figure=nonsense', { figure: 'requests' }],
  ['groupBy=account', { groupBy: 'account' }],
  ['groupBy=tag:team', { groupBy: 'tag:team' }],
  ['groupBy=tag:', { groupBy: 'none' }],
  ['groupBy=colour', { groupBy: 'none' }],
  ['around=upstream', { direction: 'upstream' }],
  ['around=sideways', { direction: 'both' }],
  ['view=table&find=api', { asTable: true, find: 'api' }],
  ['node=&edge=', { node: null, edge: null }],
  [`edge=${encodeURIComponent('["a","b","call"]')}`, { edge: edgeKey({ from: 'a', to: 'b', kind: 'call' }) }],
])('reads %s', (query, view) => {
  expect(read(query)).toMatchObject(view)
})

it('names a call and a message between the same services apart', () => {
  expect(edgeKey({ from: 'a', to: 'b', kind: 'call' })).not.toBe(edgeKey({ from: 'a', to: 'b', kind: 'link' }))
})
