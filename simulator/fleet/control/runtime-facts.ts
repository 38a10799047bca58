import { hashText, Random } from '@/simulator/fleet/random'
import type { FunctionSpec } from '@/simulator/fleet/specs/function-spec'

const VERSIONS: Record<string, string> = {
  'nodejs22.x': 'nodejs:22.mainline.v122',
  'nodejs24.x': 'nodejs:24.mainlinev2.v31',
  'python3.12': 'python:3.12.mainline.v88',
  'python3.13': 'python:3.13.mainline.v64',
  java21: 'java:21.mainline.v57',
  dotnet8: 'dotnet:8.mainline.v49',
  'ruby3.3': 'ruby:3.3.mainline.v41',
  'provided.al2023': 'provided:al2023.mainline.v109',
}

/** What INIT_START names, null for a container image, which names nothing. */
export function runtimeVersion(spec: FunctionSpec): { name: string; arn: string } | null {
  if (spec.runtime === null) return null
  const name = VERSIONS[spec.runtime] ?? spec.runtime
  return { name, arn: `arn:aws:lambda:${spec.region}::runtime:${hexOf(`${name} ${spec.region}`, 64)}` }
}

/** Hexadecimal digits that always belong to a text. */
export function hexOf(text: string, digits: number): string {
  return new Random(hashText(text), hashText(`${text} hex`), text.length, 0).hex(digits)
}

/** An identifier in UUID form that always belongs to a text. */
export function uuidOf(text: string): string {
  return new Random(hashText(text), hashText(`${text} uuid`), text.length, 0).uuid()
}
