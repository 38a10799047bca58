import { expect, it } from 'vitest'
import { countOf, describeOnFailure, losesFailed } from '@/components/triggers/lost-events'

it('says of a queue that its own redrive policy decides, and of a stream that nothing is kept', () => {
  expect(describeOnFailure({ source: 'SQS', onFailure: null })).toMatch(/^back to the queue; its redrive policy/)
  expect(describeOnFailure({ source: 'DynamoDB stream', onFailure: null })).toBe('nothing is kept')
  const onFailure = 'arn:aws:sqs:eu-west-1:1:failed'
  expect(describeOnFailure({ source: 'SQS', onFailure })).toBe('sqs · failed')
})

it('warns of lost events only where asynchronous ones came, and nothing is known to keep them', () => {
  const counts = { dropped: 0, oldestMs: null, destinationFailures: 0, deadLetterErrors: 0, recursionDropped: 0 }
  const settingGaps = { policies: null, urls: null, mappings: null, invokeConfigs: null, deadLetter: null }
  const at = (received: number | null) => ({
    ...{ async: { ...counts, received }, deadLetterArn: null, invokeConfigs: [], settingGaps },
  })
  expect(losesFailed(at(3))).toBe(true)
  expect([losesFailed(at(0)), losesFailed(at(null))]).toEqual([false, false])
  expect(losesFailed({ ...at(3), deadLetterArn: 'arn:dlq' })).toBe(false)
  const unread = { state: 'not-read', iamAction: null } as const
  expect(losesFailed({ ...at(3), settingGaps: { ...settingGaps, invokeConfigs: unread } })).toBe(false)
})

it('counts 0 of what CloudWatch lists no metric of, and nothing where it is not known', () => {
  expect([countOf('dropped', null, 'nothing'), countOf('dropped', null, 'not-read')]).toEqual([0, null])
  expect([countOf('oldestMs', null, 'nothing'), countOf('received', 7, null)]).toEqual([null, 7])
})
