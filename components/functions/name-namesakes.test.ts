import { expect, it } from 'vitest'
import { nameNamesakes } from '@/components/functions/name-namesakes'

const fn = (name: string, region: string, accountId = '111') => ({
  arn: `${accountId}/${region}/${name}`,
  name,
  region,
  accountId,
})

it('tells functions of one name apart by region, by account too where regions are alike, and leaves others alone', () => {
  const told = nameNamesakes([
    fn('cart', 'eu-west-1'),
    fn('cart', 'us-east-1'),
    fn('orders', 'eu-west-1'),
    fn('mail', 'eu-west-1'),
    fn('mail', 'eu-west-1', '222'),
    fn('push', 'us-east-1', '111122223333'),
    fn('push', 'eu-west-1', '111122223333'),
    fn('push', 'eu-west-1', '444455553333'),
    fn('sms', 'eu-west-1', '111122223333'),
    fn('sms', 'us-east-1', '111122223333'),
    fn('sms', 'eu-west-1', '444455556666'),
  ])
  expect(Object.fromEntries(told)).toEqual({
    '111/eu-west-1/cart': 'eu-west-1',
    '111/us-east-1/cart': 'us-east-1',
    '111/eu-west-1/mail': '111',
    '222/eu-west-1/mail': '222',
    '111122223333/us-east-1/push': 'us-east-1 · …3333',
    '111122223333/eu-west-1/push': 'eu-west-1 · 111122223333',
    '444455553333/eu-west-1/push': 'eu-west-1 · 444455553333',
    '111122223333/eu-west-1/sms': 'eu-west-1 · …3333',
    '111122223333/us-east-1/sms': 'us-east-1 · …3333',
    '444455556666/eu-west-1/sms': 'eu-west-1 · …6666',
  })
})
