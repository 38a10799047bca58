import { expect, it } from 'vitest'
import { stretchLink } from '@/components/functions/stretch-link'

const link = (id: string, shown: string[] | null = null) =>
  stretchLink({ id, shown: shown && new Set(shown), fromMs: 60_000, toMs: 120_000 })

it('each chart leads to what it counts', () => {
  const window = '60000-120000'
  expect(link('invocations')).toMatchObject({ rest: '/invocations', params: { window } })
  expect(link('memory')).toMatchObject({ rest: '/invocations', params: { window } })
  expect(link('cold-starts')).toMatchObject({ rest: '/invocations', params: { window, start: 'cold' } })
  expect(link('duration')).toMatchObject({ rest: '/invocations', params: { window, sort: 'slowest' } })
  for (const id of ['throttles', 'concurrency']) {
    expect(link(id)).toMatchObject({ rest: '/concurrency', params: { range: null, from: '60000', to: '120000' } })
  }
})

it('errors that stand alone lead to what failed', () => {
  expect(link('invocations', ['Errors Sum']).params).toMatchObject({ result: 'failed' })
  expect(link('invocations', ['Errors Sum', 'Invocations Sum']).params).not.toHaveProperty('result')
})
