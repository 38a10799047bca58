export const ID = '79b5e81f-1c2d-4e3f-8a9b-0123456789ab'
export const ARN = 'arn:aws:lambda:eu-west-1::runtime:edb5a058'
export const TIME = '2026-11-24T02:41:28.907Z'
export const REPORT = `REPORT RequestId: ${ID}\t`
export const nodeText = (level: string, text: string) => `${TIME}\t${ID}\t${level}\t${text}\n`
export const json = (value: unknown) => JSON.stringify(value)
export const platform = (type: string, record: unknown) => json({ time: TIME, type: `platform.${type}`, record })
export const usual = 'Duration: 97.30 ms\tBilled Duration: 98 ms\tMemory Size: 1024 MB\tMax Memory Used: 43 MB\t'

/** Where a line was seen or is described. */
export const SEEN = 'Real output of AWS Lambda in public repositories and issues'
export const GUIDE = 'AWS Lambda Developer Guide: log formats, runtime environment, SnapStart'
export const TELEMETRY = 'AWS Lambda Developer Guide: Telemetry API event schema reference'
export const NODE = 'Source and output of aws-lambda-nodejs-runtime-interface-client'
export const PYTHON = 'Source and output of aws-lambda-python-runtime-interface-client'
export const JAVA = 'Source of aws-lambda-java-libs'
export const GO = 'Source of aws-lambda-go'
export const DOTNET = 'Source of aws-lambda-dotnet'
export const RUBY = 'Source of aws-lambda-ruby-runtime-interface-client'
export const RUST = 'Source of aws-lambda-rust-runtime'
export const POWERTOOLS = 'Source and documentation of Powertools for AWS Lambda'
export const EMF = 'CloudWatch embedded metric format specification'
export const LOGGERS = 'Documentation of the logging library'
export const MADE = 'Made by hand to stand beside a real form without being one'

/** Name, provenance, message, and what the line says. */
export type LineCase = [name: string, source: string, message: string, says: object]
