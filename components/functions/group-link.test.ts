import { expect, it } from 'vitest'
import { groupLink } from '@/components/functions/group-link'

const group = { key: 'team', value: 'shop', functions: 3, invocations: 7, errors: 0, costUsd: null }
const linkIn = (query: string, own = {}) => groupLink({ ...group, ...own }, new URLSearchParams(query))

it('leads to the functions of the group beside the filters of the page', () => {
  expect(linkIn('runtime=nodejs22.x&group=team&sort=-cost')).toMatchObject({
    ...{ tag: 'team=shop', runtime: 'nodejs22.x', sort: '-cost', q: null },
  })
  expect(linkIn('tag=team=shop,team=pay')).toMatchObject({ tag: 'team=shop' })
})

it('leads nowhere where no filter finds the group alone', () => {
  expect(linkIn('', { value: null })).toBeNull()
  expect(linkIn('', { value: 'a,b' })).toBeNull()
  expect(linkIn('tag=stage=live')).toBeNull()
})
