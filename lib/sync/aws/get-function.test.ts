import { expect, it } from 'vitest'
import { parseFunctionDetail } from '@/lib/sync/aws/get-function'

const Configuration = { FunctionName: 'orders', FunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:orders' }

it('tells a function without tags from one whose tags AWS could not read', () => {
  const tagsOf = (answer: object) => parseFunctionDetail({ Configuration, ...answer }, '')?.tags
  expect(tagsOf({ Tags: { team: 'a' } })).toEqual({ team: 'a' })
  expect(tagsOf({})).toEqual({})
  expect(tagsOf({ TagsError: { ErrorCode: 'AccessDeniedException', Message: 'Not authorized' } })).toBeNull()
})
