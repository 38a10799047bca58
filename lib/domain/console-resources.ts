import { consoleHome, functionUrl } from '@/lib/domain/console-links'
import { storableText } from '@/lib/domain/storable-text'

type Resource = { region: string; account: string; name: string; arn: string }

/** How the console of a service names a resource; name: what stands after the account. */
const PAGES = new Map<string, (resource: Resource) => string>(
  Object.entries({
    sqs: ({ region, account, name }) => {
      const host = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'
      const queue = encodeURIComponent(`https://sqs.${region}.${host}/${account}/${name}`)
      return `sqs/v3/home?region=${region}#/queues/${queue}`
    },
    sns: ({ region, arn }) => `sns/v3/home?region=${region}#/topic/${arn}`,
    dynamodb: ({ region, name }) => `dynamodbv2/home?region=${region}#table?name=${part(name, 1)}&tab=streams`,
    kinesis: ({ region, name }) => `kinesis/home?region=${region}#/streams/details/${part(name, 1)}/monitoring`,
    events: ({ region, name }) => `events/home?region=${region}#/eventbus/${part(name, 1)}`,
  }),
)

/** A queue, topic, table, stream, event bus or function in AWS's console; null for what has no page that is known. */
export function resourceUrl(arn: string): string | null {
  const [prefix, , service = '', region = '', account = '', ...rest] = storableText(arn).split(':')
  const name = rest.join(':')
  if (prefix !== 'arn' || region === '' || name === '') return null
  if (service === 'lambda' && rest[0] === 'function') return functionUrl({ region, name: rest[1] ?? '' })
  const page = PAGES.get(service)
  return page === undefined ? null : `${consoleHome(region)}/${page({ region, account, name, arn })}`
}

function part(name: string, index: number): string {
  return encodeURIComponent(name.split('/')[index] ?? '')
}
