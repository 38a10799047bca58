export type Limit = { bucket: string; perSecond: number; mostPerSecond?: number }

/** Of the 15 a second that Lambda allows for all control-plane calls of an account-region together. */
const CONTROL_PER_SECOND = 3

const FILTER_LOG_EVENTS_5 = new Set(['ap-northeast-3', 'ap-southeast-3', 'ca-west-1', 'eu-central-1', 'il-central-1'])

/** Of AWS's quota of FilterLogEvents, which is the same for the owner's own tools and consoles, and cannot be raised. */
const FILTER_SHARE = 0.8

/*
 * AWS counts the calls of all who use an account-region. Lambda's control plane is one bucket of 15/s that deployments need,
 * so that only a part of it is taken; so it is with FilterLogEvents. The other reads run at AWS's published quota: whoever else makes them takes from it,
 * and the pace falls when AWS throttles. X-Ray publishes none: it begins low and grows until throttled.
 */
const LIMITS: Readonly<Record<string, Limit>> = {
  'lambda:GetFunction': { bucket: 'lambda:GetFunction', perSecond: 20 },
  'lambda:GetPolicy': { bucket: 'lambda:GetPolicy', perSecond: 5 },
  lambda: { bucket: 'lambda', perSecond: CONTROL_PER_SECOND },
  'logs:FilterLogEvents': { bucket: 'logs:FilterLogEvents', perSecond: 10 },
  logs: { bucket: 'logs', perSecond: 5 },
  'cloudwatch:GetMetricData': { bucket: 'cloudwatch:GetMetricData', perSecond: 40 },
  cloudwatch: { bucket: 'cloudwatch', perSecond: 20 },
  'xray:GetTraceSummaries': { bucket: 'xray:GetTraceSummaries', perSecond: 2, mostPerSecond: 20 },
  'xray:BatchGetTraces': { bucket: 'xray:BatchGetTraces', perSecond: 2, mostPerSecond: 20 },
  xray: { bucket: 'xray', perSecond: 2 },
}
const DEFAULT: Limit = { bucket: 'other', perSecond: 5 }

/**
 * The calls a second that one account-region may spend on an operation, and the bucket that it shares with others.
 * controlPerSecond: of Lambda's control plane.
 */
export function rateLimitOf(
  region: string,
  service: string,
  operation: string,
  controlPerSecond = CONTROL_PER_SECOND,
): Limit {
  const limit = LIMITS[`${service}:${operation}`] ?? LIMITS[service] ?? DEFAULT
  if (limit.bucket === 'lambda') return { ...limit, perSecond: controlPerSecond }
  if (limit.bucket !== 'logs:FilterLogEvents') return limit
  const quota = region === 'us-east-1' ? 25 : FILTER_LOG_EVENTS_5.has(region) ? 5 : limit.perSecond
  return { ...limit, perSecond: quota * FILTER_SHARE }
}
