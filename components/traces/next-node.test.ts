import { expect, it } from 'vitest'
import { nextNode } from '@/components/traces/next-node'

const PLACES = new Map([
  ['client', { x: 0, y: 100 }],
  ['api', { x: 300, y: 100 }],
  ['mailer', { x: 300, y: 200 }],
  ['worker', { x: 300, y: 320 }],
  ['table', { x: 600, y: 110 }],
  ['queue', { x: 600, y: 400 }],
])
const EDGES = [
  { from: 'client', to: 'api' },
  { from: 'api', to: 'queue' },
  { from: 'api', to: 'table' },
  { from: 'api', to: 'api' },
  { from: 'api', to: 'not drawn' },
]

it.each([
  ['ArrowRight', 'client', 'api'],
  ['ArrowRight', 'api', 'table'],
  ['ArrowRight', 'table', null],
  ['ArrowLeft', 'queue', 'api'],
  ['ArrowLeft', 'api', 'client'],
  ['ArrowLeft', 'client', null],
  ['ArrowDown', 'api', 'mailer'],
  ['ArrowDown', 'mailer', 'worker'],
  ['ArrowDown', 'worker', null],
  ['ArrowUp', 'worker', 'mailer'],
  ['ArrowUp', 'api', null],
  ['Enter', 'api', null],
  ['ArrowRight', 'gone', null],
])('%s leads from %s to %s', (key, from, to) => {
  expect(nextNode(key, from, EDGES, PLACES)).toBe(to)
})
