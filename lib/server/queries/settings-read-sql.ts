/**
 * Whether it is known what is reserved and provisioned for a function f: its details were asked for, and none of the
 * operations that tell it is refused, which would leave "none" where nobody knows.
 */
export const SETTINGS_READ_SQL = `(f.details_known_at is not null and not exists (
           select from api_state a where a.account_region_id = f.account_region_id and a.service = 'lambda'
              and a.state in ('denied', 'unavailable') and a.operation in ('GetFunction', 'ListProvisionedConcurrencyConfigs')))`
