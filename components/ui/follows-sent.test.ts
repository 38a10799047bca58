import { expect, it } from 'vitest'
import { followsSent } from '@/components/ui/follows-sent'

it.each([
  ['emptied to type another', { text: '', seen: 'fault', focused: true }, false],
  ['half typed', { text: 'fault AND err', seen: 'fault', focused: true }, false],
  ['half typed and left', { text: 'fault AND err', seen: 'fault', focused: false }, true],
  ['just sent, then Back', { text: 'fault ', seen: 'fault', focused: true }, true],
  ['never touched', { text: '', seen: '', focused: false }, true],
])('gives way to what was changed elsewhere unless it is being typed: %s', (_, field, follows) => {
  expect(followsSent(field)).toBe(follows)
})
