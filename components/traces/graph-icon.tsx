import {
  Archive,
  Bell,
  CalendarClock,
  Cloud,
  Database,
  DoorOpen,
  Globe,
  ListOrdered,
  MonitorSmartphone,
  SquareFunction,
  Table2,
} from 'lucide-react'

const KINDS: { test: RegExp; icon: typeof Cloud; name: string }[] = [
  { test: /^client$/i, icon: MonitorSmartphone, name: 'Client' },
  { test: /Lambda/i, icon: SquareFunction, name: 'Lambda' },
  { test: /DynamoDB/i, icon: Table2, name: 'DynamoDB' },
  { test: /S3/i, icon: Archive, name: 'S3' },
  { test: /SQS/i, icon: ListOrdered, name: 'SQS' },
  { test: /SNS/i, icon: Bell, name: 'SNS' },
  { test: /ApiGateway/i, icon: DoorOpen, name: 'API Gateway' },
  { test: /Events|Scheduler/i, icon: CalendarClock, name: 'EventBridge' },
  { test: /sql|rds|database/i, icon: Database, name: 'SQL database' },
  { test: /remote/i, icon: Globe, name: 'HTTP' },
]

/** What an X-Ray origin stands for, in AWS's own words. */
export function nameType(type: string): string {
  if (type === 'AWS::Lambda::Function') return 'Lambda function'
  return KINDS.find(({ test }) => test.test(type))?.name ?? type.replace(/^AWS::/, '').replaceAll('::', ' ')
}

export function GraphIcon({ type }: { type: string }) {
  const Icon = KINDS.find(({ test }) => test.test(type))?.icon ?? Cloud
  return <Icon x="-7" y="-7" width="14" height="14" strokeWidth={1.75} color="var(--muted)" aria-hidden />
}
