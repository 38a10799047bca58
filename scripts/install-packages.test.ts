import { expect, it } from 'vitest'
import { isInstalled } from './install-packages.mjs'

const wanted = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/pg': { version: '8.23.1' },
    'node_modules/@next/swc-darwin-arm64': { version: '16.4.5', optional: true },
  },
}
const pg = { 'node_modules/pg': { version: '8.23.1' } }

it.each([
  ['all that this platform needs', { packages: { ...pg } }, true],
  ['a package is missing', { packages: {} }, false],
  ['a package of another version', { packages: { 'node_modules/pg': { version: '8.23.0' } } }, false],
  [
    'an optional package of another version',
    { packages: { ...pg, 'node_modules/@next/swc-darwin-arm64': { version: '16.4.4' } } },
    false,
  ],
])('knows what is installed: %s', (_, installed, expected) => {
  expect(isInstalled(wanted, installed)).toBe(expected)
})
