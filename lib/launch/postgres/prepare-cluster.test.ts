import { expect, it } from 'vitest'
import { clusterUrl, socketDirectory } from '@/lib/launch/postgres/prepare-cluster'

const cluster = { postgres: '/bin/postgres', account: {}, port: 5433, password: 'p' }

it('is reached over a socket in its own directory', () => {
  const short = { ...cluster, directory: '/srv/data of mine/postgres' }
  expect(socketDirectory(short)).toBe('/srv/data of mine/postgres')
  const url = new URL(clusterUrl(short, 'lambdascope'))
  expect([url.pathname, url.port, url.searchParams.get('host')]).toEqual([
    '/lambdascope',
    '5433',
    '/srv/data of mine/postgres',
  ])
})

it('is reached over the loopback interface where its path is too long for a socket', () => {
  const long = { ...cluster, directory: `/srv/${'é'.repeat(45)}/postgres` }
  expect(socketDirectory(long)).toBeNull()
  expect(clusterUrl(long, 'lambdascope')).toBe('postgresql://postgres:p@127.0.0.1:5433/lambdascope')
})
