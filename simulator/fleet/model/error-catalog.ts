import type { FunctionSpec, Language } from '@/simulator/fleet/specs/function-spec'

/** An error that handlers of a language throw; `place` is the top frame. */
export type ThrownError = { type: string; message: string; place: string }

type Catalog = readonly [ThrownError, ...ThrownError[]]

const CATALOGS: Record<Language, Catalog> = {
  node: [
    {
      type: 'TypeError',
      message: "Cannot read properties of undefined (reading 'total')",
      place: '/var/task/index.js:42:17',
    },
    {
      type: 'ConditionalCheckFailedException',
      message: 'The conditional request failed',
      place: '/var/task/store.js:88:11',
    },
    { type: 'ValidationError', message: 'Unsupported currency: XTS', place: '/var/task/validate.js:19:9' },
    { type: 'Runtime.UnhandledPromiseRejection', message: 'Error: socket hang up', place: '/var/task/client.js:57:5' },
  ],
  python: [
    { type: 'KeyError', message: "'sku'", place: '/var/task/app.py:37:handler' },
    { type: 'ValueError', message: 'quantity must be positive', place: '/var/task/rules.py:64:check' },
    {
      type: 'botocore.errorfactory.ProvisionedThroughputExceededException',
      message: 'An error occurred (ProvisionedThroughputExceededException) when calling the PutItem operation',
      place: '/var/task/store.py:22:put',
    },
  ],
  java: [
    {
      type: 'java.lang.IllegalStateException',
      message: 'Payment is already captured',
      place: 'shop.payments.Capture.run(Capture.java:71)',
    },
    {
      type: 'java.sql.SQLTimeoutException',
      message: 'Statement cancelled due to timeout or client request',
      place: 'shop.payments.Ledger.insert(Ledger.java:38)',
    },
    {
      type: 'java.lang.NullPointerException',
      message: 'Cannot invoke "shop.Rate.value()" because "rate" is null',
      place: 'shop.tax.Rates.of(Rates.java:25)',
    },
  ],
  dotnet: [
    {
      type: 'System.ArgumentException',
      message: 'Score is out of range',
      place: 'Shop.Fraud.Function.Handler(Request input) in /src/Function.cs:line 54',
    },
    {
      type: 'System.InvalidOperationException',
      message: 'Sequence contains no elements',
      place: 'Shop.Rules.First(IEnumerable rules) in /src/Rules.cs:line 18',
    },
  ],
  ruby: [
    {
      type: 'TypeError',
      message: 'no implicit conversion of String into Integer',
      place: "/var/task/function.rb:31:in `quote'",
    },
    { type: 'KeyError', message: 'key not found: "zone"', place: "/var/task/zones.rb:12:in `fetch'" },
  ],
  go: [
    { type: 'errorString', message: 'product is not on sale', place: 'main.handle' },
    {
      type: 'ProvisionedThroughputExceededException',
      message: 'rate of requests exceeds the allowed throughput',
      place: 'main.load',
    },
  ],
  rust: [{ type: 'resize::DecodeError', message: 'unsupported image format: image/heic', place: 'resize::decode' }],
}

export function errorCount(language: Language): number {
  return CATALOGS[language].length
}

/** The error that a database's failure is thrown as, null where the language has none of its own. */
export function databaseErrorIndex(language: Language): number | null {
  const index = CATALOGS[language].findIndex((error) => error.type.includes('.sql.'))
  return index === -1 ? null : index
}

export function thrownError(language: Language, index: number): ThrownError {
  const catalog = CATALOGS[language]
  return catalog[index] ?? catalog[0]
}

/** The error type as the function's log format names it: JSON drops `Runtime.`, Ruby's text form wraps the class. */
export function loggedErrorType(spec: FunctionSpec, error: ThrownError): string {
  if (spec.format === 'JSON') return error.type.replace(/^Runtime\./, '')
  return spec.language === 'ruby' ? `Function<${error.type}>` : error.type
}
