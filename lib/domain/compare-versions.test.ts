import { expect, it } from 'vitest'
import { compareVersions, type VersionSettings } from '@/lib/domain/compare-versions'

const VERSION: VersionSettings = {
  ...{ codeSha256: 'a', description: null, runtime: 'nodejs22.x', architecture: 'arm64', memoryMb: 512, timeoutS: 3 },
  settings: {
    ...{ handler: 'index.handler', tracingMode: 'Active', vpc: { subnetIds: ['s1'] } },
    layers: [{ arn: 'arn:aws:lambda:eu-west-1:1:layer:tools:7', codeSize: 5 }],
    environment: { TABLE: 'h1', SECRET: 'h2' },
  },
}
const other = (own: Partial<VersionSettings>, settings = {}) => ({
  ...VERSION,
  ...own,
  settings: { ...VERSION.settings, ...settings },
})

it('finds nothing between a version and itself', () => {
  expect(compareVersions(VERSION, VERSION)).toEqual([])
})

it('tells code, sizes, layers and whatever else AWS tells of it', () => {
  const next = other({ codeSha256: 'b', memoryMb: 1024 }, { tracingMode: 'PassThrough', layers: [], vpc: null })
  expect(compareVersions(VERSION, next)).toEqual([
    { field: 'codeSha256', before: 'a', after: 'b' },
    { field: 'memoryMb', before: '512', after: '1024' },
    { field: 'tracingMode', before: 'Active', after: 'PassThrough' },
    { field: 'vpc', before: '{"subnetIds":["s1"]}', after: null },
    { field: 'layers', before: 'tools:7', after: null },
  ])
})

it('tells which environment variables changed, and never a value', () => {
  const next = other({}, { environment: { TABLE: 'h9', FLAG: 'h3' } })
  expect(compareVersions(VERSION, next)).toEqual([
    { field: 'environment.FLAG', before: null, after: 'a value' },
    { field: 'environment.SECRET', before: 'a value', after: null },
    { field: 'environment.TABLE', before: 'a value', after: 'another value' },
  ])
  expect(compareVersions(VERSION, other({}, { environment: null }))).toEqual([])
})

it('compares settings only where both are known', () => {
  expect(compareVersions({ ...VERSION, settings: null }, other({ runtime: 'nodejs24.x' }, { handler: 'x' }))).toEqual([
    { field: 'runtime', before: 'nodejs22.x', after: 'nodejs24.x' },
  ])
})
