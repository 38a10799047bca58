import { describe, expect, it } from 'vitest'
import { API_ROUTES } from '@/lib/server/api-routes'
import { buildOpenApi } from '@/lib/server/openapi/build-open-api'

type Parameter = { name: string; in: string; required: boolean; schema: Record<string, unknown> }
type Operation = { parameters: Parameter[]; security?: unknown[]; responses: Record<string, unknown> }

const description = buildOpenApi()
const paths = description.paths as Record<string, Record<string, Operation>>

describe('openapi.json', () => {
  it('describes every operation', () => {
    expect(description.openapi).toBe('3.1.0')
    for (const route of Object.values(API_ROUTES)) expect(paths[route.path]?.[route.method.toLowerCase()]).toBeDefined()
  })

  it('has the parameters that the handler takes, and which of them must be given', () => {
    const parameters = paths['/api/functions/{name}/invocations']?.get?.parameters ?? []
    const required = parameters.filter((parameter) => parameter.required).map((parameter) => parameter.name)
    expect(required).toEqual(['name', 'from', 'to'])
    expect(parameters.find((parameter) => parameter.name === 'limit')?.schema).toMatchObject({
      default: 100,
      maximum: 1000,
    })
    expect(parameters.find((parameter) => parameter.name === 'sort')?.schema).toMatchObject({
      enum: ['newest', 'slowest'],
    })
  })

  it('says that health alone needs no token', () => {
    const open = Object.entries(paths).filter(([, item]) => Object.values(item).some((operation) => operation.security))
    expect(open.map(([path]) => path)).toEqual(['/api/health'])
  })

  it('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(description))).toEqual(description)
  })
})
