export const FIRST_ACCOUNT_ID = '482915736041'
const FURTHER_ACCOUNT_IDS = ['735102948617', '190846275530', '608317942256'] as const
export const MOST_ACCOUNTS = 1 + FURTHER_ACCOUNT_IDS.length

/** What the trust policies of a further account's roles ask for. */
export function externalIdOf(accountId: string): string {
  return `shop-${accountId.slice(-4)}`
}

/** The accounts of a simulator that holds `count` of them; the first is the one that any credentials reach. */
export function accountIds(count: number): string[] {
  return [FIRST_ACCOUNT_ID, ...FURTHER_ACCOUNT_IDS].slice(0, count)
}
