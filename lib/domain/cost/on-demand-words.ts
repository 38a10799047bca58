/** What the cost of invocations holds on every page but Cost, which counts what is named here too. */
export const ON_DEMAND_COST =
  'Billed Duration × Memory Size plus requests, at list prices on demand. On provisioned concurrency it is less, with ephemeral storage above 512 MB or restored snapshots more: Cost counts those.'
