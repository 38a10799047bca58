import * as z from 'zod/mini'
import { AppError } from '@/lib/server/app-error'

z.config(z.locales.en())

/** Named segments of a path template such as /api/functions/{name}, decoded once. Throws BAD_REQUEST for broken encoding. */
export function parseParams(template: string, pathname: string): Record<string, string> {
  const segments = pathname.split('/')
  const params: Record<string, string> = {}
  for (const [index, part] of template.split('/').entries()) {
    if (!part.startsWith('{')) continue
    params[part.slice(1, -1)] = decodeSegment(segments[index] ?? '')
  }
  return params
}

function decodeSegment(segment: string): string {
  try {
    return checkText(decodeURIComponent(segment))
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('BAD_REQUEST', 'The path is not encoded properly. Encode each part of it with percent-encoding.')
  }
}

/** Query parameters by a strict schema. Throws BAD_REQUEST that names what is missing, unknown, given twice or wrong. */
export function parseQuery<Schema extends z.ZodMiniType>(schema: Schema, search: URLSearchParams): z.infer<Schema> {
  const values: Record<string, string> = {}
  for (const [name, value] of search) {
    if (Object.hasOwn(values, name)) throw new AppError('BAD_REQUEST', `The parameter ${name} is given more than once.`)
    checkText(value)
    values[name] = value
  }
  // An empty value is one that a form left out, as a number it would be read as 0; its name has to be known all the same.
  const filled = Object.fromEntries(
    Object.entries(values).filter(([name, value]) => value !== '' || !knows(schema, name)),
  )
  const parsed = schema.safeParse(filled)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => describeIssue(issue, filled))
  throw new AppError('BAD_REQUEST', `The query cannot be used. ${problems.join(' ')}`)
}

function knows(schema: z.ZodMiniType, name: string): boolean {
  return schema instanceof z.ZodMiniObject && Object.hasOwn(schema.shape, name)
}

/** Postgres keeps no NUL in text, so that none can be found either. */
function checkText(text: string): string {
  if (!text.includes('\0')) return text
  throw new AppError('BAD_REQUEST', 'The address holds a NUL character (%00). Leave it out.')
}

/** A JSON body by a schema; routes whose schema is undefined take none. Throws BAD_REQUEST that says what is wrong. */
export async function parseBody<Schema extends z.ZodMiniType>(
  schema: Schema,
  request: Request,
): Promise<z.infer<Schema>> {
  const isNone = schema._zod.def.type === 'undefined'
  const parsed = schema.safeParse(isNone ? undefined : await readJson(request))
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => describeIssue(issue, null))
  throw new AppError('BAD_REQUEST', `The body cannot be used. ${problems.join(' ')}`)
}

async function readJson(request: Request): Promise<unknown> {
  try {
    return await request.json()
  } catch {
    throw new AppError('BAD_REQUEST', 'The body must be JSON.')
  }
}

function describeIssue(issue: z.core.$ZodIssue, given: Record<string, unknown> | null): string {
  if (issue.code === 'unrecognized_keys') return `Unknown: ${issue.keys.join(', ')}.`
  const name = issue.path.join('.')
  if (given !== null && !Object.hasOwn(given, name)) return `${name} is missing.`
  if (given !== null && issue.code === 'invalid_type' && issue.expected === 'number') {
    return `${name} must be a number, not "${given[name]}".`
  }
  return `${name === '' ? 'The value' : name}: ${issue.message}.`
}
