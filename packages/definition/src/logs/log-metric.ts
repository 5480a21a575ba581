import type { CounterDeclaration, HistogramDeclaration } from '../metrics/declaration.ts';
import { counter, histogram } from '../metrics/declaration.ts';
import type { Empty } from '../metrics/empty.ts';
import { given } from '../options/given.ts';
import { callerPosition } from '../position/caller-position.ts';

/** Fields of log records by the label that has their value: `{ service: 'service', tenant: 'user.tenant' }`. */
export type LogLabels = Readonly<Record<string, string>>;

/** What is known of the labels of a metric that comes from logs: any value may come. */
export type LogLabelSpecs<Labels extends LogLabels> = { readonly [Name in keyof Labels]: 'any' };

/** Which records a metric counts, and what it takes from them. */
export interface LogMetricSource {
  /** Query for log records, as `telltale logs` takes it. */
  readonly query: string;
  readonly labels: LogLabels;
  /** Field whose number is taken; records are counted where absent. */
  readonly value?: string;
  /** What that number is multiplied by. */
  readonly scale?: number;
}

/** A declared counter whose values come from logs. */
export interface LogCounterDeclaration<
  Labels extends LogLabels = LogLabels,
  UnitName extends string = string,
> extends CounterDeclaration<LogLabelSpecs<Labels>, UnitName> {
  readonly log: LogMetricSource;
}

/** A declared histogram whose observations come from logs. */
export interface LogHistogramDeclaration<
  Labels extends LogLabels = LogLabels,
  UnitName extends string = string,
  Edge extends number = number,
> extends HistogramDeclaration<LogLabelSpecs<Labels>, UnitName, Edge> {
  readonly log: LogMetricSource;
}

/** Declared metrics that come from logs, by name. */
export type LogMetricDeclarations = Readonly<Record<string, LogCounterDeclaration | LogHistogramDeclaration>>;

/** What both functions take. */
interface LogMetricOptions<Labels extends LogLabels, UnitName extends string> {
  /** One sentence for people. */
  readonly help: string;
  /**
   * Which log records: a query as `telltale logs` takes it, such as `service:auth "login failed"`. The records of all
   * services are looked at.
   */
  readonly query: string;
  /** Fields of the record by the label that has their value; none by default. */
  readonly labels?: Labels;
  /** Base unit; none by default. */
  readonly unit?: UnitName;
  /** What the number of a record is multiplied by, such as 0.001 for milliseconds that become seconds; 1 by default. */
  readonly scale?: number;
  /** Series of the metric; what is beyond is added up in one more. 200 by default. */
  readonly maxSeries?: number;
}

/** What {@link logCounter} takes. */
export interface LogCounterOptions<
  Labels extends LogLabels,
  UnitName extends string,
> extends LogMetricOptions<Labels, UnitName> {
  /** Field whose number is added; records are counted by default. Records without a number from 0 on are not. */
  readonly value?: string;
}

/** What {@link logHistogram} takes. */
export interface LogHistogramOptions<
  Labels extends LogLabels,
  UnitName extends string,
  Edge extends number = number,
> extends LogMetricOptions<Labels, UnitName> {
  /** Field whose number is observed; records without a number are not. */
  readonly value: string;
  /** Upper bounds in the base unit, ascending, without +Inf. */
  readonly buckets: readonly Edge[];
}

/** Values come from outside, so that there may be many more than anybody thought of. */
const MAX_SERIES = 200;

/**
 * Declares a counter that the station counts in the log records it takes in. Its name must end in `_total`.
 *
 * @example
 * ```ts
 * import { alert, defineMonitoring, logCounter } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'auth',
 *   logs: {
 *     metrics: {
 *       failed_logins_total: logCounter({
 *         help: 'Logins that failed',
 *         query: 'service:auth "login failed"',
 *         labels: { reason: 'reason' },
 *       }),
 *     },
 *   },
 *   alerts: (m) => ({
 *     Guessing: alert({
 *       when: m.failed_logins_total.increase('5m').sum('reason').above(100),
 *       onNoData: 'ignore',
 *       severity: 'ticket',
 *       summary: ({ labels }) => `Many logins fail: ${labels.reason}`,
 *     }),
 *   }),
 * });
 * console.log(definition.logs?.metrics?.failed_logins_total.kind); // counter
 * ```
 */
export function logCounter<const Labels extends LogLabels = Empty, const UnitName extends string = ''>(
  options: LogCounterOptions<Labels, UnitName>,
): LogCounterDeclaration<NoInfer<Labels>, NoInfer<UnitName>> {
  const { source, metric } = partsOf(given(options));
  const position = callerPosition(logCounter);
  return { ...counter(metric), log: source, ...(position && { position }) };
}

/**
 * Declares a histogram of a number that stands in log records, such as a duration.
 *
 * @example
 * ```ts
 * import { defineMonitoring, logHistogram } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'proxy',
 *   logs: {
 *     metrics: {
 *       proxied_request_duration_seconds: logHistogram({
 *         help: 'Time until the proxy has answered',
 *         query: 'service:nginx request_time_ms:*',
 *         value: 'request_time_ms',
 *         scale: 0.001,
 *         unit: 'seconds',
 *         buckets: [0.1, 0.3, 1, 3],
 *       }),
 *     },
 *   },
 *   dashboards: (m) => ({ Proxy: { Slow: m.proxied_request_duration_seconds.quantile(0.95, '5m') } }),
 * });
 * console.log(definition.logs?.metrics?.proxied_request_duration_seconds.kind); // histogram
 * ```
 */
export function logHistogram<
  const Labels extends LogLabels = Empty,
  const UnitName extends string = '',
  const Edge extends number = number,
>(
  options: LogHistogramOptions<Labels, UnitName, Edge>,
): LogHistogramDeclaration<NoInfer<Labels>, NoInfer<UnitName>, NoInfer<Edge>> {
  const { source, metric } = partsOf(given(options));
  const position = callerPosition(logHistogram);
  return { ...histogram(metric), log: source, ...(position && { position }) };
}

/** What says where the numbers come from, and the options of the metric itself. */
function partsOf<Labels extends LogLabels, UnitName extends string, Rest extends object>(
  options: LogMetricOptions<Labels, UnitName> & { readonly value?: string } & Rest,
) {
  const { query, value, scale, labels, ...rest } = options;
  // The default of the type parameter is exactly this value.
  const fields = labels ?? ({} as Labels);
  const specs = Object.fromEntries(Object.keys(fields).map((name) => [name, 'any']));
  return {
    source: {
      query,
      labels: fields,
      ...(value !== undefined && { value }),
      ...(scale !== undefined && { scale }),
    },
    metric: {
      maxSeries: MAX_SERIES,
      ...rest,
      // Each name of the labels has exactly this value.
      labels: specs as LogLabelSpecs<Labels>,
    },
  };
}
