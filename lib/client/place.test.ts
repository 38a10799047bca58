import { expect, it } from 'vitest'
import { describePlace, placeLink, readPlace } from '@/lib/client/place'

const [ireland, virginia] = ['eu-west-1', 'us-east-1'].map((region) => ({ accountId: '111122223333', region }))
const at = (query: string) => readPlace(new URLSearchParams(query))

it('a page of one place shows one of its scope', () => {
  expect(at('')).toBeNull()
  expect(at('place=111122223333/us-east-1')).toEqual(virginia)
  expect(at('scope=111122223333/eu-west-1,111122223333/us-east-1')).toEqual(ireland)
  expect(at('scope=111122223333/eu-west-1,111122223333/us-east-1&place=111122223333/us-east-1')).toEqual(virginia)
  expect(at('scope=111122223333/eu-west-1&place=111122223333/us-east-1')).toEqual(ireland)
})

it('a link to a place outside the scope takes leave of the scope', () => {
  if (ireland === undefined || virginia === undefined) throw new Error('two places')
  expect(placeLink(virginia, [ireland])).toEqual({ place: '111122223333/us-east-1', scope: null })
  expect(placeLink(virginia, [ireland, virginia])).toEqual({ place: '111122223333/us-east-1' })
  expect(placeLink(virginia, [])).not.toHaveProperty('scope')
})

it('says of a place what tells it from the others that are known, and nothing where there is one', () => {
  const [home, branch] = ['111122223333', '444455556666']
  const at = (accountId: string, region: string, accountName = accountId) => ({ accountId, region, accountName })
  const words = (known: ReturnType<typeof at>[]) => describePlace({ accountId: home, region: 'eu-west-1' }, known)
  expect(words([at(home, 'eu-west-1')])).toBeNull()
  expect(words([at(home, 'eu-west-1'), at(home, 'us-east-1')])).toBe('eu-west-1')
  expect(words([at(home, 'eu-west-1', 'Home'), at(branch, 'eu-west-1')])).toBe('Home')
  expect(words([at(home, 'eu-west-1'), at(branch, 'us-east-1')])).toBe(`eu-west-1 · ${home}`)
  // Several accounts may be called the same.
  expect(words([at(home, 'eu-west-1', 'Shop'), at(branch, 'eu-west-1', 'Shop')])).toBe(`Shop ${home}`)
})
