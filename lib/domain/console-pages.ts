import { consoleHome } from '@/lib/domain/console-links'

/** The pages of AWS's console that show of a region what a page here shows of all. */
export const CONSOLE_PAGES = {
  dashboard: (region: string) => `${consoleHome(region)}/lambda/home?region=${region}#/discover`,
  functions: (region: string) => `${consoleHome(region)}/lambda/home?region=${region}#/functions`,
  // The quota "Concurrent executions" of Lambda.
  concurrency: (region: string) =>
    `${consoleHome(region)}/servicequotas/home/services/lambda/quotas/L-B99A9384?region=${region}`,
  traces: (region: string) => `${consoleHome(region)}/cloudwatch/home?region=${region}#xray:traces/query`,
  map: (region: string) => `${consoleHome(region)}/cloudwatch/home?region=${region}#xray:service-map/map`,
  logs: (region: string) => `${consoleHome(region)}/cloudwatch/home?region=${region}#logsV2:logs-insights`,
  cost: (region: string) => `${consoleHome(region)}/costmanagement/home?region=${region}#/cost-explorer`,
} as const
export type ConsolePage = keyof typeof CONSOLE_PAGES
