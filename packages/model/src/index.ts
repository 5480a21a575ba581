export { sameBytes, viewOf } from './bytes/same-bytes.ts';
export { LabelSet, compareLabelSets } from './labels/label-set.ts';
export type { CompiledMatcher, MatchOperator, Matcher } from './labels/matcher.ts';
export { CUSTOM_BUCKETS_SCHEMA } from './samples/native-histogram.ts';
export type {
  BucketRun,
  CounterResetHint,
  HistogramColumn,
  NativeHistogram,
} from './samples/native-histogram.ts';
export { bitsOf, isStaleAt, staleColumn, writeStaleAt } from './samples/stale.ts';
export { childrenOf, visitExpr, walkExpr } from './expression/ast.ts';
export { mapOperands } from './expression/map-operands.ts';
export type {
  Aggregation,
  AggregationOperator,
  AtModifier,
  BinaryExpr,
  BinaryOperator,
  Expr,
  ExprVisitor,
  FillValues,
  FunctionCall,
  Grouping,
  MatrixSelector,
  NumberLiteral,
  ParenExpr,
  StringLiteral,
  Subquery,
  UnaryExpr,
  VectorMatching,
  VectorSelector,
} from './expression/ast.ts';
export type { DurationExpr, DurationOperation } from './expression/duration-expr.ts';
export type { SourceRange } from './expression/source-range.ts';
export { OPERATOR_PRECEDENCE } from './expression/precedence.ts';
export { printExpr, printMatcher } from './expression/printer.ts';
export { closestName } from './names/closest-name.ts';
export { slugOf } from './names/slug.ts';
export { perUnitWord, unitWord } from './names/unit-words.ts';
export { invalidByte, quoteText } from './text/quote-text.ts';
export { positionOf, renderCaret } from './expression/source-position.ts';
export type { SourcePosition } from './expression/source-position.ts';
export { formatByteSize, parseByteSize } from './size/byte-size.ts';
export { formatCompactTime } from './time/compact-time.ts';
export { MAX_DURATION_MS, formatDuration, parseDuration } from './time/duration.ts';
export { VirtualClock, systemClock } from './time/clock.ts';
export type { CancelTimer, Clock } from './time/clock.ts';
export type { SelectRequest, SeriesColumns, SeriesScan, SeriesSource } from './contracts/series-source.ts';
export type { Exemplar, ExemplarStore, SeriesExemplars } from './contracts/exemplars.ts';
export type { AppendResult, MetricAppender, SampleRow, SeriesId } from './contracts/metric-appender.ts';
export type {
  MatrixSeries,
  MetricMetadata,
  QueryAnnotation,
  QueryMoment,
  QueryOptions,
  QueryPlan,
  QueryRange,
  QueryResult,
  QueryService,
  QueryStats,
  QueryValue,
  SeriesQuery,
  VectorSample,
} from './contracts/query-service.ts';
export type {
  Documents,
  Journal,
  JournalBounds,
  JournalEntry,
  JsonValue,
  StateStore,
} from './contracts/journal.ts';
export type { AttributeValue, Attributes } from './attributes/attributes.ts';
export { ecsFieldName, ecsPath } from './logs/ecs-path.ts';
export { SEVERITY_NAMES, parseSeverity, severityName, severityNumber } from './logs/severity.ts';
export type { SeverityName } from './logs/severity.ts';
export type { LogRecord } from './logs/log-record.ts';
export type { RecordProblem } from './logs/record-problem.ts';
export { DocumentReader } from './logs/document/document-reader.ts';
export type { DocumentDefaults } from './logs/document/document-reader.ts';
export type { CompileRegexp } from './search/compile-regexp.ts';
export type { FieldOperator } from './search/field-operator.ts';
export { SearchSyntaxError } from './search/search-syntax-error.ts';
export type { LogFilter } from './logs/log-filter.ts';
export { compileFieldTest } from './search/compile-field-test.ts';
export { compileLogFilter } from './logs/compile-log-filter.ts';
export type { LogTest } from './logs/compile-log-filter.ts';
export { parseLogQuery } from './logs/parse-log-query.ts';
export { printLogQuery } from './logs/print-log-query.ts';
export { globPieces } from './search/glob-pattern.ts';
export { decimalNumber } from './search/decimal-number.ts';
export { attributeText } from './attributes/attribute-text.ts';
export { recordField } from './logs/record-field.ts';
export type {
  LogContext,
  LogCount,
  LogField,
  LogPage,
  LogSearch,
  LogSelection,
  LogStore,
  LogStoreStats,
  StoredLogRecord,
} from './contracts/log-store.ts';
export type { Span, SpanEvent, SpanKind, SpanLink, SpanStatus } from './traces/span.ts';
export { orderSpans } from './traces/order-spans.ts';
export type { OrderedSpan } from './traces/order-spans.ts';
export { PEER_ATTRIBUTES, isEntrySpan, peerOf, serviceCalls } from './traces/service-calls.ts';
export type { CallSpan, ServiceCall } from './traces/service-calls.ts';
export { compileTraceQuery } from './traces/compile-trace-query.ts';
export type { SpanTest } from './traces/compile-trace-query.ts';
export { parseTraceQuery } from './traces/parse-trace-query.ts';
export { printTraceQuery } from './traces/print-trace-query.ts';
export type { SpanCondition, TraceQuery } from './traces/trace-query.ts';
export { formatSpanDuration, parseSpanDuration } from './traces/span-duration.ts';
export { isInShare, keepsTrace } from './traces/tail-sampling.ts';
export type { SampledSpan, TailSampling } from './traces/tail-sampling.ts';
export type {
  OperationSelection,
  OperationStats,
  ServiceEdge,
  TimeRange,
  Trace,
  TraceSearch,
  TraceStore,
  TraceStoreStats,
  TraceSummary,
} from './contracts/trace-store.ts';
export { logFieldsOf } from './contracts/log-fields.ts';
export { MemoryLogStore } from './contracts/memory-logs.ts';
export { summariseTrace } from './contracts/trace-summary.ts';
export type { SummarisedSpan } from './contracts/trace-summary.ts';
export { MemoryTraceStore } from './contracts/memory-traces.ts';
export { createMemoryState } from './contracts/memory-state.ts';
export { MemorySeriesStore } from './contracts/memory-series.ts';
export { parseMailAddress } from './rules/mail-address.ts';
export type { MailAddress } from './rules/mail-address.ts';
export type { AlertingRule, FilePosition, RecordingRule, Rule, RuleGroup } from './rules/rule.ts';
export type {
  EmailReceiver,
  InclusiveRange,
  Inhibition,
  PagerDutyReceiver,
  Receiver,
  Route,
  SlackReceiver,
  TimeInterval,
  TimeWindow,
  WebhookReceiver,
} from './rules/routing.ts';
export { MAX_DRILL_SECONDS, readDrillOrder } from './drill/drill-order.ts';
export type { DrillAnswer, DrillLevel, DrillMove, DrillOrder } from './drill/drill-order.ts';
export type { RelabelAction, RelabelRule } from './relabel/relabel-rule.ts';
export { RELABEL_DEFAULTS, relabelRule } from './relabel/relabel-rule.ts';
export { RELABEL_ACTIONS, relabelFault } from './relabel/relabel-fault.ts';
export type { RelabelFault } from './relabel/relabel-fault.ts';
export type { CompileRelabelRegexp, RelabelRegexp } from './relabel/relabel-regexp.ts';
export { parseReplacement } from './relabel/replacement.ts';
export type { ReplacementPart } from './relabel/replacement.ts';
export { createRelabeller } from './relabel/relabeller.ts';
export type { Relabeller } from './relabel/relabeller.ts';
export type { RelabelMatch } from './relabel/relabel-step.ts';
export { traceRelabel } from './relabel/trace-relabel.ts';
export type { RelabelTrace, RelabelTraceStep } from './relabel/trace-relabel.ts';
export type { Secret } from './rules/secret.ts';
export {
  parseMinuteOfDay,
  parseTimeWindowRange,
  printMinuteOfDay,
  printTimeWindowRange,
} from './rules/time-window-text.ts';
export type { TimeWindowField } from './rules/time-window-text.ts';
export { ERRORS } from './errors/catalogue.ts';
export type { ErrorCode } from './errors/catalogue.ts';
export { TelltaleError } from './errors/telltale-error.ts';
export { escapeHelp, escapeLabelValue } from './exposition/escapes.ts';
export { expositionError } from './exposition/exposition-error.ts';
export { expositionFormat } from './exposition/exposition-format.ts';
export type { ExpositionFormat } from './exposition/exposition-format.ts';
export { formatExposition, formatSeriesText } from './exposition/format-exposition.ts';
export type { ExposedSample, MetricFamily } from './exposition/metric-family.ts';
export { emptyLabelsOf } from './exposition/series-text.ts';
export { decodeExposition, parseExposition, readSeries } from './exposition/parse-exposition.ts';
export type { ParsedExposition } from './exposition/parse-exposition.ts';
export { formatSampleNumber, parseSampleNumber } from './exposition/sample-number.ts';
export type { ExposedExemplar } from './exposition/exemplar-text.ts';
export { scanExposition, scanExpositionLine } from './exposition/scan-exposition.ts';
export type { ExpositionSink } from './exposition/scan-exposition.ts';
