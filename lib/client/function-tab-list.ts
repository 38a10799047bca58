/** The pages of one function, as its tabs stand. */
export const FUNCTION_TABS = [
  { path: '', label: 'Summary' },
  { path: '/invocations', label: 'Invocations' },
  { path: '/performance', label: 'Performance' },
  { path: '/concurrency', label: 'Concurrency' },
  { path: '/versions', label: 'Versions' },
  { path: '/triggers', label: 'Triggers' },
  { path: '/configuration', label: 'Configuration' },
] as const

export type FunctionTab = (typeof FUNCTION_TABS)[number]
