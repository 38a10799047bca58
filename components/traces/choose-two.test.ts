import { expect, it } from 'vitest'
import { chooseTwo } from '@/components/traces/choose-two'

it.each([
  [[], 'a', ['a']],
  [['a'], 'b', ['a', 'b']],
  [['a', 'b'], 'c', ['a', 'c']],
  [['a', 'b'], 'a', ['b']],
  [['a', 'b'], 'b', ['a']],
  [['a'], 'a', []],
])('of %j, pressing %s leaves %j chosen', (chosen, pressed, left) => {
  expect(chooseTwo(chosen, pressed)).toEqual(left)
})
