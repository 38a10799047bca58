import { describe, expect, it } from 'vitest'
import { findTriggers } from '@/lib/server/queries/find-triggers'

const policy = (statement: unknown) => [{ qualifier: '', document: { Statement: statement } }]

describe('findTriggers', () => {
  it('reads every form of principal and source', () => {
    const condition = { StringLike: { 'aws:SourceArn': ['arn:one', 'arn:two'] } }
    const statement = {
      Effect: 'Allow',
      Principal: { Service: ['events.amazonaws.com', 'sns.amazonaws.com'] },
      Condition: condition,
    }
    expect(findTriggers(policy(statement), []).map(({ source, detail }) => `${source} ${detail}`)).toEqual([
      'EventBridge arn:one',
      'EventBridge arn:two',
      'SNS arn:one',
      'SNS arn:two',
    ])
  })

  it('names a service without a source, and one that it does not know by its own name', () => {
    const statement = [
      { Effect: 'Allow', Principal: { Service: 'logs.eu-west-1.amazonaws.com' } },
      { Effect: 'Allow', Principal: { Service: 'newthing.amazonaws.com' } },
      { Effect: 'Allow', Principal: { Service: 'constructor.amazonaws.com' } },
    ]
    expect(findTriggers(policy(statement), []).map((trigger) => trigger.source)).toEqual([
      'CloudWatch Logs',
      'newthing',
      'constructor',
    ])
  })

  it('tells accounts, roles and everybody, with what limits them, but not what lets a function URL in', () => {
    const allow = (Principal: unknown, Condition?: unknown) => ({ Effect: 'Allow', Principal, Condition })
    const role = 'arn:aws:iam::999999999999:role/partner'
    const statements = [
      allow({ AWS: [role, '888888888888'] }),
      allow('*'),
      allow({ AWS: '*' }, { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }),
      allow({ Service: 's3.amazonaws.com' }, { StringEquals: { 'AWS:SourceAccount': '777777777777' } }),
      allow('*', { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } }),
      allow('*', { Bool: { 'lambda:InvokedViaFunctionUrl': true } }),
    ]
    const told = findTriggers(policy(statements), []).map(({ source, detail }) => [source, detail])
    expect(told).toEqual([
      ['IAM', role],
      ['IAM', '888888888888'],
      ['Anyone', null],
      ['Anyone', 'organization o-1'],
      ['S3', 'account 777777777777'],
    ])
  })

  it('takes a broken policy for none, and names the topics of a Kafka of one’s own', () => {
    expect(findTriggers([{ qualifier: '', document: 'text' }, ...policy([null, 3, { Effect: 'Allow' }])], [])).toEqual(
      [],
    )
    const mapping = { qualifier: '', eventSourceArn: null, state: null, configuration: { Topics: ['a', 'b'] } }
    expect(findTriggers([], [mapping])).toEqual([{ source: 'Kafka', detail: 'a, b', qualifier: null, state: null }])
  })
})
