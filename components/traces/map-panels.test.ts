import { SearchParamsContext } from 'next/dist/shared/lib/hooks-client-context.shared-runtime'
import { createElement, type ReactElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { drawMap } from '@/components/traces/draw-map'
import { MapBody } from '@/components/traces/map-body'
import { MapEdgePanel } from '@/components/traces/map-edge-panel'
import { linkMap } from '@/components/traces/map-links'
import { MapNodePanel } from '@/components/traces/map-node-panel'
import { testEdge, testNode } from '@/components/traces/map-test-page'
import { readMapView } from '@/components/traces/read-map-view'
import type { MapResponse } from '@/lib/contracts/map'

const API = testNode('api', 'AWS::Lambda::Function')
const MAILER = testNode('mailer', 'AWS::Lambda::Function')
const QUEUE = testNode('letters', 'AWS::SQS::Queue')
const CALL = testEdge(API, QUEUE)
const MESSAGE = testEdge(QUEUE, MAILER, { kind: 'link', evidence: 'link' })
const PAGE: MapResponse = {
  nodes: [API, MAILER, QUEUE],
  edges: [CALL, MESSAGE],
  countedFromMs: 0,
  countedToMs: 3_600_000,
  traces: 4,
  cutBy: null,
  behind: 0,
  leftOut: 0,
  edgesLeftOut: 0,
  hidden: null,
  read: { of: 1, whole: 1, share: 1 },
}
const SHARED = { page: PAGE, links: linkMap(PAGE, { functionName: 'api', qualifier: 'live' }), windowMs: 3_600_000 }
const nothing = () => undefined

function textOf(element: ReactElement): string {
  const provided = createElement(SearchParamsContext.Provider, { value: new URLSearchParams() }, element)
  return renderToStaticMarkup(provided).replaceAll('&amp;', '&')
}

function edgePanel(edge: typeof CALL): string {
  const names = new Map(PAGE.nodes.map(({ id, name }) => [id, name]))
  return textOf(createElement(MapEdgePanel, { ...SHARED, edge: { ...edge, members: [edge] }, names, onClose: nothing }))
}

it('leads from a call to its traces, and from a joined message to the consumer’s, saying so', () => {
  expect(edgePanel(CALL)).toContain('Traces over this edge')
  expect(edgePanel(CALL)).toMatch(/href="\/traces\?from=0&to=3600000&functionName=api&qualifier=live&filter=edge/)
  const joined = edgePanel(MESSAGE)
  expect(joined).not.toContain('filter=edge')
  expect(joined).toContain('Traces of the consumer')
  expect(joined).toMatch(/filter=service%28id%28name%3A\+%22mailer%22/)
})

it('lists of a group the ways that are drawn, by the names of what they lead to', () => {
  const within = drawMap(PAGE, 'type')
  const names = new Map(within.nodes.map(({ id, name }) => [id, name]))
  const panelOf = (id: string) => {
    const node = within.nodes.find((one) => one.id === id)
    if (!node) throw new Error(`${id} is not drawn`)
    return textOf(createElement(MapNodePanel, { ...SHARED, node, within, names, onNode: nothing, onEdge: nothing }))
  }
  expect(panelOf('group|Lambda function')).toMatch(/Calls<.*SQS.*<\/section>/)
  // A group of one is drawn as a group too: its edges lead to other groups.
  const alone = panelOf('group|SQS')
  expect(alone).toMatch(/Called by<.*>Lambda function<\/button>/)
  expect(alone).not.toContain('>mailer<')
})

it('opens a service beside the notice that a map is too large to be drawn', () => {
  const nodes = Array.from({ length: 160 }, (_, at) => testNode(`host-${at}`, 'remote'))
  const page = { ...PAGE, nodes, edges: [] }
  const markupOf = (query: string) => {
    const view = readMapView(new URLSearchParams(query))
    const drawn = drawMap(page, view.groupBy)
    const costs = new Map()
    return textOf(
      createElement(MapBody, {
        ...SHARED,
        page,
        drawn,
        view,
        costs,
        first: null,
        subject: '',
        onNode: nothing,
        onEdge: nothing,
      }),
    )
  }
  const markup = markupOf(`node=${encodeURIComponent(nodes[7]?.id ?? '')}`)
  expect(markup).toContain('160 services are more than one picture shows well')
  expect(markup).toMatch(/aria-label="Service".*<h2[^>]*>host-7</)
  expect(markupOf('')).not.toContain('aria-label="Service"')
})
