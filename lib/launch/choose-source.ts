import { setTimeout as sleep } from 'node:timers/promises'
import { LaunchError } from '@/lib/launch/launch-error'
import type { Environment, LaunchSettings } from '@/lib/launch/read-launch-settings'

const SIMULATOR_REGIONS = 'eu-west-1,us-east-1'
const CREDENTIALS_TIMEOUT_MS = 2_000

export type Source = { kind: 'aws' | 'simulator'; regions: string; reason: string }

/**
 * Where the data comes from: what LAMBDASCOPE_SOURCE says, else AWS when an endpoint is set or the SDK's own chain finds
 * credentials, else the simulator. A web server alone pulls nothing: it needs no credentials and no region, and what it
 * is told here yields to what the database says. Throws LaunchError for AWS without a region.
 */
export async function chooseSource(settings: LaunchSettings, env: Environment): Promise<Source> {
  if (settings.role === 'web') {
    return { kind: settings.source ?? 'aws', regions: settings.regions ?? '', reason: 'only the web server runs here' }
  }
  if (settings.source === 'simulator') return simulator('LAMBDASCOPE_SOURCE is simulator')
  const endpoint = Object.keys(env).find((name) => name.startsWith('AWS_ENDPOINT_URL') && env[name])
  const named = env.LAMBDASCOPE_ACCOUNTS?.trim() ? 'LAMBDASCOPE_ACCOUNTS' : endpoint
  const found = settings.source === 'aws' ? 'LAMBDASCOPE_SOURCE is aws' : named && `${named} is set`
  const reason = found ?? ((await findCredentials()) ? 'the AWS SDK found credentials' : null)
  if (reason === null) return simulator('no AWS credentials were found')
  const regions = settings.regions ?? (await findRegion())
  // Accounts may each name their own.
  if (regions === null && named === 'LAMBDASCOPE_ACCOUNTS') return { kind: 'aws', regions: '', reason }
  if (regions === null) {
    throw new LaunchError(
      `No AWS region is known (the source is AWS: ${reason}). Name one or more, such as ` +
        'LAMBDASCOPE_REGIONS=eu-west-1,us-east-1 npm start, or set AWS_REGION, or choose the built-in fleet with ' +
        'LAMBDASCOPE_SOURCE=simulator.',
    )
  }
  return { kind: 'aws', regions, reason }

  function simulator(why: string): Source {
    return { kind: 'simulator', regions: settings.regions ?? SIMULATOR_REGIONS, reason: why }
  }
}

/** The chain ends at metadata services that do not answer outside AWS; what takes longer than two seconds is not there. */
async function findCredentials(): Promise<boolean> {
  const { STSClient } = await import('@aws-sdk/client-sts')
  const client = new STSClient({ region: 'us-east-1' })
  const found = client.config.credentials().then(
    () => true,
    () => false,
  )
  return Promise.race([found, sleep(CREDENTIALS_TIMEOUT_MS, false, { ref: false })])
}

async function findRegion(): Promise<string | null> {
  const { STSClient } = await import('@aws-sdk/client-sts')
  return new STSClient({}).config.region().catch(() => null)
}
