import { expect, it } from 'vitest'
import { routeLink } from '@/components/versions/route-link'

const route = { weight: 0.5, invocations: 10, errors: 1, share: 0.5, shareLower: null, shareUpper: null }
const place = { accountId: '111122223333', region: 'eu-west-1' }

it('a version of a weighted alias leads to what ran on it, because log lines do not name the alias', () => {
  const routes = ['15', '16'].map((version) => ({ ...route, version }))
  const { params, title } = routeLink({ alias: 'live', routes }, '16', place)
  expect(params).toEqual({ ...place, qualifier: '16' })
  expect(title).toContain('however it was called')
})

it('an alias of one version leads to its own invocations', () => {
  const routes = [{ ...route, version: '42' }]
  expect(routeLink({ alias: 'live', routes }, '42', place).params).toEqual({ ...place, qualifier: 'live' })
})
