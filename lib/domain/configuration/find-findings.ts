/** certain: AWS says so; likely: what is seen has this cause as a rule. */
export type Finding = {
  code: string
  sure: 'certain' | 'likely'
  title: string
  evidence: string
  fix: string | null
}

/** Counts are those of one window; null: not known. */
export type ConfigurationFacts = {
  state: string | null
  stateReason: string | null
  lastUpdateStatus: string | null
  tracingMode: string | null
  recursiveLoop: string | null
  updateRuntimeOn: string | null
  runtimeVersionArn: string | null
  environmentIsUnreadable: boolean
  logGroupIsAbsent: boolean
  hidesSuccess: boolean
  deadLetterOrOnFailure: boolean | null
  invocations: number | null
  traced: number | null
  asyncReceived: number | null
  openUrls: readonly string[]
}

/** Fewer invocations than this say nothing about what is missing. */
const ENOUGH = 50

/** What is wrong, or probably wrong, with how a function is set up. What is known to be right is not said. */
export function findFindings(facts: ConfigurationFacts): Finding[] {
  const { invocations } = facts
  const findings: Finding[] = []
  if (facts.state !== null && facts.state !== 'Active') {
    findings.push({
      code: 'NOT_ACTIVE',
      sure: 'certain',
      title: `The function is ${facts.state}`,
      evidence: facts.stateReason ?? 'AWS gives no reason.',
      fix: null,
    })
  }
  if (facts.lastUpdateStatus === 'Failed') {
    findings.push({
      code: 'UPDATE_FAILED',
      sure: 'certain',
      title: 'The last update failed',
      evidence: 'AWS says LastUpdateStatus: Failed. The code and configuration from before it are running.',
      fix: 'Deploy again, and see the reason in the AWS console.',
    })
  }
  if (facts.environmentIsUnreadable) {
    findings.push({
      code: 'ENVIRONMENT_UNREADABLE',
      sure: 'certain',
      title: 'The environment variables cannot be decrypted',
      evidence: 'AWS answers with an error in place of their names.',
      fix: 'Allow kms:Decrypt on the key to the role that Lambdascope uses, if their names are to be shown.',
    })
  }
  if (facts.logGroupIsAbsent && invocations !== null && invocations > 0) {
    findings.push({
      code: 'CANNOT_LOG',
      sure: 'likely',
      title: 'The role may not write logs',
      evidence: `${invocations} invocations, and no log group.`,
      fix: 'Attach AWSLambdaBasicExecutionRole to the role, or allow logs:CreateLogGroup, logs:CreateLogStream and logs:PutLogEvents.',
    })
  }
  if (facts.hidesSuccess) {
    findings.push({
      code: 'LOG_LEVEL_WARN',
      sure: 'certain',
      title: 'Successful invocations leave no report line',
      evidence: 'The system log level is WARN.',
      fix: 'Set the system log level to INFO to see durations, memory, cold starts and cost.',
    })
  }
  if (facts.tracingMode === 'Active' && facts.traced === 0 && invocations !== null && invocations >= ENOUGH) {
    findings.push({
      code: 'CANNOT_TRACE',
      sure: 'likely',
      title: 'The role may not write traces',
      evidence: `Tracing is Active, and none of ${invocations} invocations was traced.`,
      fix: 'Allow xray:PutTraceSegments and xray:PutTelemetryRecords to the role, and see the sampling rules.',
    })
  }
  if (facts.deadLetterOrOnFailure === false && (facts.asyncReceived ?? 0) > 0) {
    findings.push({
      code: 'ASYNC_WITHOUT_NET',
      sure: 'certain',
      title: 'Events that fail for good are lost',
      evidence: `${facts.asyncReceived} events came asynchronously, and neither a dead-letter queue nor an on-failure destination is set.`,
      fix: 'Set an on-failure destination or a dead-letter queue.',
    })
  }
  findings.push(...findLoopsAndPins(facts))
  for (const url of facts.openUrls) {
    findings.push({
      code: 'URL_IS_OPEN',
      sure: 'certain',
      title: 'A function URL is open to everyone',
      evidence: `${url} has the authorisation type NONE.`,
      fix: 'Use AWS_IAM unless the function checks its callers itself.',
    })
  }
  return findings
}

/** Of the settings that AWS tells by calls of their own. */
function findLoopsAndPins(facts: ConfigurationFacts): Finding[] {
  const findings: Finding[] = []
  if (facts.recursiveLoop === 'Allow') {
    findings.push({
      code: 'LOOPS_ALLOWED',
      sure: 'certain',
      title: 'Recursive loops are not stopped',
      evidence: 'RecursiveLoop is Allow: events that go round through SQS, SNS or S3 are invoked without end.',
      fix: 'Set it to Terminate unless the loop is meant and ends by itself.',
    })
  }
  if (facts.updateRuntimeOn === 'Manual') {
    findings.push({
      code: 'RUNTIME_PINNED',
      sure: 'certain',
      title: 'The runtime gets no security updates',
      evidence: `Runtime updates are Manual: it stays at ${facts.runtimeVersionArn ?? 'one version'}.`,
      fix: 'Set them to Auto or FunctionUpdate as soon as what the version was kept for is mended.',
    })
  }
  return findings
}
