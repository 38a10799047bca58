/** What Lambda charges in one region for one architecture, US dollars: the first tier, without the monthly free part. */
export type LambdaRates = {
  usdPerGbSecond: number
  usdPerRequest: number
  /** For a provisioned environment, whether it is used or not. */
  usdPerProvisionedGbSecond: number
  /** For the Durations of what runs on one. */
  usdPerGbSecondOnProvisioned: number
  /** For keeping the snapshot of a version, and for restoring it. */
  usdPerSnapshotGbSecond: number
  usdPerRestoredGb: number
}
