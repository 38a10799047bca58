import { aliasUrl, functionUrl, settingsUrl, versionUrl } from '@/lib/domain/console-links'

type Change = { region: string; functionName: string; kind: string; subject: string; after: unknown }

/** Where the console shows what a change was of. */
const PARTS: Readonly<Record<string, string>> = {
  configuration: 'general',
  environment: 'envVars',
  tags: 'tags',
  concurrency: 'concurrency',
  provisioned: 'concurrency',
  mapping: 'triggers',
  policy: 'permissions',
  url: 'url',
  async: 'asyncInvocation',
}

/** What was changed, as it is now in AWS's console; null for what is no longer there, and for an issue, which is none of AWS's. */
export function changeUrl({ region, functionName: name, kind, subject, after }: Change): string | null {
  if (kind === 'deleted' || kind === 'issue') return null
  if (kind === 'version' && after !== null) return versionUrl({ region, name, version: subject })
  if (kind === 'alias' && after !== null) return aliasUrl({ region, name, alias: subject })
  const part = PARTS[kind]
  return part === undefined ? functionUrl({ region, name }) : settingsUrl({ region, name, part })
}
