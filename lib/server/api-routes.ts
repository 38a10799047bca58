import * as z from 'zod/mini'
import { Done, SetPasswordRequest } from '@/lib/contracts/account'
import { AccountSettings, ChangeAccountRequest, ListAccountsResponse, MonitoredAccount } from '@/lib/contracts/accounts'
import { BudgetsResponse, SaveBudgetRequest } from '@/lib/contracts/budgets'
import {
  ChangeMarksRequest,
  ChangeMarksResponse,
  ListChangesRequest,
  ListChangesResponse,
} from '@/lib/contracts/changes'
import { ConcurrencyRequest, FunctionConcurrency, LanesResponse } from '@/lib/contracts/concurrency'
import { ConfigurationRequest, ConfigurationResponse } from '@/lib/contracts/configuration'
import { CostRequest, CostResponse } from '@/lib/contracts/cost'
import { CoverageRequest, CoverageResponse } from '@/lib/contracts/coverage'
import { FunctionDetail, FunctionDetailRequest } from '@/lib/contracts/function-detail'
import { ListFunctionsRequest, ListFunctionsResponse } from '@/lib/contracts/functions'
import { HealthResponse } from '@/lib/contracts/health'
import {
  InvocationDetail,
  InvocationFacetsRequest,
  InvocationFacetsResponse,
  ListInvocationsRequest,
  ListInvocationsResponse,
} from '@/lib/contracts/invocations'
import {
  IssueDetail,
  IssueRequest,
  IssueStateResponse,
  ListIssuesRequest,
  ListIssuesResponse,
  SetIssueStateRequest,
} from '@/lib/contracts/issues'
import {
  HoldersRequest,
  HoldersResponse,
  LedgerRequest,
  LedgerResponse,
  PlanRequest,
  PlanResponse,
} from '@/lib/contracts/ledger'
import {
  AskLogQueryRequest,
  AskLogQueryResponse,
  LogQueryEstimate,
  LogQueryEstimateRequest,
  LogQueryResult,
} from '@/lib/contracts/log-queries'
import {
  ListLogsRequest,
  ListLogsResponse,
  LogContextResponse,
  LogFreshnessRequest,
  LogFreshnessResponse,
  LogHistogramRequest,
  LogHistogramResponse,
  LogPatternsResponse,
} from '@/lib/contracts/logs'
import { MapRequest, MapResponse } from '@/lib/contracts/map'
import { MetricsRequest, MetricsResponse } from '@/lib/contracts/metrics'
import { OverviewRequest, OverviewResponse } from '@/lib/contracts/overview'
import { PerformanceRequest, PerformanceResponse } from '@/lib/contracts/performance'
import { ListQualifiersRequest, ListQualifiersResponse } from '@/lib/contracts/qualifiers'
import { RetentionResponse, SaveRetentionRequest } from '@/lib/contracts/retention'
import { FunctionSpendRequest, FunctionSpendResponse, SpendRequest, SpendResponse } from '@/lib/contracts/spend'
import { SummaryRequest, SummaryResponse } from '@/lib/contracts/summary'
import { SyncResponse } from '@/lib/contracts/sync'
import { TopInvocationsRequest, TopInvocationsResponse } from '@/lib/contracts/top-invocations'
import {
  CompareTracesRequest,
  CompareTracesResponse,
  TraceGroupsRequest,
  TraceGroupsResponse,
  TracePointsRequest,
  TracePointsResponse,
  TraceVocabularyRequest,
  TraceVocabularyResponse,
} from '@/lib/contracts/trace-groups'
import {
  CompareTraceRequest,
  CompareTraceResponse,
  OtlpExport,
  TraceFlameResponse,
  TraceLinesResponse,
  TraceStatisticsResponse,
  XrayExport,
} from '@/lib/contracts/trace-tools'
import {
  GraphResponse,
  ListTracesRequest,
  ListTracesResponse,
  LookUpTraceResponse,
  SpanDetail,
  SpanIdsRequest,
  SpanIdsResponse,
  SpanPlaceRequest,
  SpanPlaceResponse,
  SpansRequest,
  SpansResponse,
  TraceColumnsRequest,
  TraceColumnsResponse,
  TraceResponse,
} from '@/lib/contracts/traces'
import { TriggersRequest, TriggersResponse } from '@/lib/contracts/triggers'
import { CompareRequest, CompareResponse, VersionsRequest, VersionsResponse } from '@/lib/contracts/versions'
import { ListViewsRequest, ListViewsResponse, SavedView, SaveViewRequest } from '@/lib/contracts/views'

/** The least role that may call an operation; null: anyone. */
export type NeededRole = 'viewer' | 'editor' | 'admin' | null

/** One operation of the JSON API. Its handler validates with these very schemas, and openapi.json is written from them. */
export type ApiRoute<Query extends z.ZodMiniType, Body extends z.ZodMiniType, Answer extends z.ZodMiniType> = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** {name} stands for a path segment. */
  path: string
  summary: string
  role: NeededRole
  query: Query
  body: Body
  answer: Answer
}

const NoQuery = z.strictObject({})
const NoBody = z.undefined()
const TracePlace = z.strictObject({ accountId: z.optional(z.string()), region: z.optional(z.string()) })

function get<Query extends z.ZodMiniType, Answer extends z.ZodMiniType>(
  path: string,
  summary: string,
  query: Query,
  answer: Answer,
  role: NeededRole = 'viewer',
): ApiRoute<Query, typeof NoBody, Answer> {
  return { method: 'GET', path, summary, role, query, body: NoBody, answer }
}

function post<Body extends z.ZodMiniType, Answer extends z.ZodMiniType>(
  path: string,
  summary: string,
  body: Body,
  answer: Answer,
  role: NeededRole = 'viewer',
): ApiRoute<typeof NoQuery, Body, Answer> {
  return { method: 'POST', path, summary, role, query: NoQuery, body, answer }
}

function patch<Body extends z.ZodMiniType, Answer extends z.ZodMiniType>(
  path: string,
  summary: string,
  body: Body,
  answer: Answer,
  role: NeededRole,
): ApiRoute<typeof NoQuery, Body, Answer> {
  return { method: 'PATCH', path, summary, role, query: NoQuery, body, answer }
}

function put<Body extends z.ZodMiniType, Answer extends z.ZodMiniType>(
  path: string,
  summary: string,
  body: Body,
  answer: Answer,
  role: NeededRole,
): ApiRoute<typeof NoQuery, Body, Answer> {
  return { method: 'PUT', path, summary, role, query: NoQuery, body, answer }
}

function remove(path: string, summary: string, role: NeededRole): ApiRoute<typeof NoQuery, typeof NoBody, typeof Done> {
  return { method: 'DELETE', path, summary, role, query: NoQuery, body: NoBody, answer: Done }
}

/** Every operation of the JSON API. */
export const API_ROUTES = {
  health: get('/api/health', 'Whether database, worker and sources work', NoQuery, HealthResponse, null),
  getOverview: get('/api/overview', 'What all functions did, beside before', OverviewRequest, OverviewResponse),
  getCoverage: get('/api/coverage', 'What the figures of all functions rest on', CoverageRequest, CoverageResponse),
  listFunctions: get('/api/functions', 'Functions and what they did', ListFunctionsRequest, ListFunctionsResponse),
  getFunction: get('/api/functions/{name}', 'Configuration of a function', FunctionDetailRequest, FunctionDetail),
  getSummary: get(
    '/api/functions/{name}/summary',
    'Totals of a function or qualifier',
    SummaryRequest,
    SummaryResponse,
  ),
  getMetrics: get(
    '/api/functions/{name}/metrics',
    'Series of a function or qualifier',
    MetricsRequest,
    MetricsResponse,
  ),
  getPerformance: get(
    '/api/functions/{name}/performance',
    'Durations of a function or qualifier by time, version and memory; cold starts, timeout and memory',
    PerformanceRequest,
    PerformanceResponse,
  ),
  getTriggers: get(
    '/api/functions/{name}/triggers',
    'What calls a function, what became of its events, and where its results go',
    TriggersRequest,
    TriggersResponse,
  ),
  getConfiguration: get(
    '/api/functions/{name}/configuration',
    'How a function is set up, and what may be wrong with it',
    ConfigurationRequest,
    ConfigurationResponse,
  ),
  listInvocations: get(
    '/api/functions/{name}/invocations',
    'Invocations of a function or qualifier',
    ListInvocationsRequest,
    ListInvocationsResponse,
  ),
  getInvocationFacets: get(
    '/api/functions/{name}/invocations/facets',
    'What invocations of a function or qualifier have in common, and how many there are over time',
    InvocationFacetsRequest,
    InvocationFacetsResponse,
  ),
  listTopInvocations: get(
    '/api/functions/{name}/invocations/top',
    'The slowest and the dearest invocations of a function or qualifier',
    TopInvocationsRequest,
    TopInvocationsResponse,
  ),
  listQualifiers: get(
    '/api/functions/{name}/qualifiers',
    'Versions and aliases of a function',
    ListQualifiersRequest,
    ListQualifiersResponse,
  ),
  getFunctionConcurrency: get(
    '/api/functions/{name}/concurrency',
    'What ran at once, what was throttled and by which limit, and how provisioned concurrency was used',
    ConcurrencyRequest,
    FunctionConcurrency,
  ),
  listLanes: get(
    '/api/functions/{name}/lanes',
    'The newest invocations with the execution environment of each',
    ConcurrencyRequest,
    LanesResponse,
  ),
  getVersions: get(
    '/api/functions/{name}/versions',
    'Versions with their differences, and the calls through each alias',
    VersionsRequest,
    VersionsResponse,
  ),
  getComparison: get(
    '/api/functions/{name}/compare',
    'Two qualifiers over two windows, and whether the second is worse',
    CompareRequest,
    CompareResponse,
  ),
  getInvocation: get('/api/invocations/{id}', 'One invocation with its log lines', NoQuery, InvocationDetail),
  listLogs: get('/api/logs', 'Stored log lines that meet a query', ListLogsRequest, ListLogsResponse),
  getLogHistogram: get(
    '/api/logs/histogram',
    'How many log lines meet a query, by time and level',
    LogHistogramRequest,
    LogHistogramResponse,
  ),
  listLogPatterns: get(
    '/api/logs/patterns',
    'What the log lines that meet a query say, by their shape',
    LogHistogramRequest,
    LogPatternsResponse,
  ),
  getLogFreshness: get(
    '/api/logs/freshness',
    'How far behind the stored log lines are',
    LogFreshnessRequest,
    LogFreshnessResponse,
  ),
  getLogContext: get('/api/logs/{id}', 'A log line with those around it in its stream', NoQuery, LogContextResponse),
  estimateLogQuery: get(
    '/api/log-queries/estimate',
    'What a Logs Insights query would scan and cost',
    LogQueryEstimateRequest,
    LogQueryEstimate,
  ),
  askLogQuery: post(
    '/api/log-queries',
    'Asks Logs Insights a query, which AWS bills by what it scans',
    AskLogQueryRequest,
    AskLogQueryResponse,
    'editor',
  ),
  getLogQuery: get('/api/log-queries/{id}', 'A Logs Insights query and its rows', NoQuery, LogQueryResult),
  getMap: get(
    '/api/map',
    'The graph of all traces of a window: services, and the calls and messages between them',
    MapRequest,
    MapResponse,
  ),
  listTraces: get('/api/traces', 'Traces, by an X-Ray filter expression', ListTracesRequest, ListTracesResponse),
  listTracePoints: get(
    '/api/traces/points',
    'The newest traces that meet a filter expression, as columns for a scatter',
    TracePointsRequest,
    TracePointsResponse,
  ),
  listTraceGroups: get(
    '/api/traces/groups',
    'Traces in groups by URL, status, function, root cause or user',
    TraceGroupsRequest,
    TraceGroupsResponse,
  ),
  compareTraceGroups: get(
    '/api/traces/compare',
    'Two groups of traces: their durations, and what differs most',
    CompareTracesRequest,
    CompareTracesResponse,
  ),
  listTraceVocabulary: get(
    '/api/traces/vocabulary',
    'Services, types and annotation keys that stored traces name',
    TraceVocabularyRequest,
    TraceVocabularyResponse,
  ),
  getLedger: get(
    '/api/concurrency',
    'What counts against the concurrency limit of an account in a region',
    LedgerRequest,
    LedgerResponse,
  ),
  listHolders: get(
    '/api/concurrency/holders',
    'Which functions ran in one minute of an account and region',
    HoldersRequest,
    HoldersResponse,
  ),
  getPlan: get(
    '/api/concurrency/plan',
    'What planned reservations would leave, and would have throttled in the last week',
    PlanRequest,
    PlanResponse,
  ),
  getTrace: get('/api/traces/{id}', 'One trace as spans; either form of its ID', TracePlace, TraceResponse),
  lookUpTrace: post(
    '/api/traces/{id}/lookup',
    'Looks a trace up in AWS that is not stored',
    NoBody,
    LookUpTraceResponse,
  ),
  getTraceGraph: get('/api/traces/{id}/graph', 'One trace as a graph of services', TracePlace, GraphResponse),
  getTraceColumns: get(
    '/api/traces/{id}/columns',
    'All spans of one trace as the columns that its waterfall draws',
    TraceColumnsRequest,
    TraceColumnsResponse,
  ),
  listSpans: get('/api/traces/{id}/spans', 'What some spans of a trace say', SpansRequest, SpansResponse),
  listSpanIds: get('/api/traces/{id}/span-ids', 'IDs of spans by their places', SpanIdsRequest, SpanIdsResponse),
  listTraceLines: get(
    '/api/traces/{id}/lines',
    'Log lines of all invocations of one trace, by time',
    TracePlace,
    TraceLinesResponse,
  ),
  getTraceStatistics: get(
    '/api/traces/{id}/statistics',
    'What each operation of each service did in one trace',
    TracePlace,
    TraceStatisticsResponse,
  ),
  getTraceFlame: get(
    '/api/traces/{id}/flame',
    'One trace as a flame graph merged by call path',
    TracePlace,
    TraceFlameResponse,
  ),
  compareTrace: get(
    '/api/traces/{id}/compare',
    'Two traces by their call paths: what was added, removed and moved, and how long each took',
    CompareTraceRequest,
    CompareTraceResponse,
  ),
  getXrayExport: get(
    '/api/traces/{id}/xray',
    "One trace as X-Ray's BatchGetTraces answers it, its documents as they came",
    TracePlace,
    XrayExport,
  ),
  getOtlpExport: get('/api/traces/{id}/otlp', 'One trace as OTLP/JSON', TracePlace, OtlpExport),
  getSpanPlace: get(
    '/api/traces/{id}/spans/{spanId}/place',
    'Where a span stands among those of its trace',
    SpanPlaceRequest,
    SpanPlaceResponse,
  ),
  getSpan: get('/api/traces/{id}/spans/{spanId}', 'Everything one span says', TracePlace, SpanDetail),
  getSpend: get('/api/spend', 'Calls to AWS and what they cost', SpendRequest, SpendResponse),
  listFunctionSpend: get(
    '/api/spend/functions',
    'Calls to AWS and what they cost, by the functions that they were for',
    FunctionSpendRequest,
    FunctionSpendResponse,
  ),
  getCost: get('/api/cost', 'What functions cost, why, and what could be spared', CostRequest, CostResponse),
  listBudgets: get('/api/budgets', 'Budgets for calls to AWS and what they have spent', NoQuery, BudgetsResponse),
  saveBudget: put('/api/budgets', 'Sets or removes a budget', SaveBudgetRequest, BudgetsResponse, 'admin'),
  getSync: get('/api/sync', 'What was pulled, how far back, and what failed', NoQuery, SyncResponse),
  listChangeMarks: get('/api/changes/marks', 'When functions changed', ChangeMarksRequest, ChangeMarksResponse),
  listChanges: get('/api/changes', 'What changed of functions', ListChangesRequest, ListChangesResponse),
  listIssues: get('/api/issues', 'Failed invocations by what they died of', ListIssuesRequest, ListIssuesResponse),
  getIssue: get('/api/issues/{id}', 'One issue: when, where, since which version', IssueRequest, IssueDetail),
  setIssueState: post(
    '/api/issues/{id}/state',
    'Resolves, ignores or reopens an issue',
    SetIssueStateRequest,
    IssueStateResponse,
    'editor',
  ),
  listViews: get('/api/views', 'Saved views of a page', ListViewsRequest, ListViewsResponse),
  saveView: post(
    '/api/views',
    'Saves a view of a page under a name, or replaces it',
    SaveViewRequest,
    SavedView,
    'editor',
  ),
  deleteView: remove('/api/views/{id}', 'Deletes a saved view', 'editor'),
  listAccounts: get('/api/accounts', 'Accounts that are pulled', NoQuery, ListAccountsResponse, 'admin'),
  addAccount: post('/api/accounts', 'Adds an account to pull', AccountSettings, MonitoredAccount, 'admin'),
  getAccount: get('/api/accounts/{id}', 'One account that is pulled', NoQuery, MonitoredAccount, 'admin'),
  changeAccount: patch(
    '/api/accounts/{id}',
    'Changes an account, or pauses its pull or its backfills',
    ChangeAccountRequest,
    MonitoredAccount,
    'admin',
  ),
  deleteAccount: remove('/api/accounts/{id}', 'Stops pulling an account; what is stored stays', 'admin'),
  getOpenApi: get('/api/openapi.json', 'This description', NoQuery, z.record(z.string(), z.unknown())),
  getRetention: get('/api/retention', 'For how many days each kind of data is kept', NoQuery, RetentionResponse),
  saveRetention: put(
    '/api/retention',
    'Sets for how many days kinds of data are kept',
    SaveRetentionRequest,
    RetentionResponse,
    'admin',
  ),
  setPassword: post('/api/account/password', 'Sets the password of whoever is signed in', SetPasswordRequest, Done),
  signOut: post('/api/sign-out', 'Ends the session', NoBody, Done),
} as const
