import {
  createAlertDestinations,
  notifierConfigurationOf,
  runAlerts,
  compileRules,
} from '@telltale/alerting';
import type { ResolvedDefinition } from '@telltale/definition';
import { AlertAssertionError } from './alert-assertion-error.ts';
import {
  fires,
  isInhibitedBy,
  isMutedAt,
  isRoutedTo,
  renders,
  resolves,
  staysQuiet,
} from './alert-checks.ts';
import type { AlertSelection, CheckOutcome, FiringExpectation, ResolveExpectation } from './alert-checks.ts';
import { durationMs, momentMs } from './durations.ts';
import type { GivenRun } from './given-run.ts';
import { readGivenSeries } from './given-series-text.ts';
import type { SeriesTexts } from './given-series-text.ts';

/** When given series are, and how they are evaluated. */
export interface GivenOptions {
  /** Distance of the samples. Default `1m`. */
  readonly interval?: string;
  /** When the first sample is. Default the beginning of Unix time, a Thursday. */
  readonly start?: string | number | Date;
  /** How long rules are evaluated. Default: as long as the longest series. */
  readonly length?: string;
  /** Distance of the evaluations. Default: that of the definition. */
  readonly evaluationInterval?: string;
}

/**
 * Alerts with given series. Each method resolves when the alerts do what it says, and rejects with
 * {@link AlertAssertionError} when they do not.
 */
export class GivenAlerts<Names extends string = string> {
  readonly #resolved: ResolvedDefinition;
  readonly #series: SeriesTexts;
  readonly #options: GivenOptions;
  #run: Promise<GivenRun> | undefined;

  constructor(resolved: ResolvedDefinition, series: SeriesTexts, options: GivenOptions) {
    this.#resolved = resolved;
    this.#series = series;
    this.#options = options;
  }

  /** The alert fires; of several alerts of that name one that has the labels. */
  fires(alert: Names, expectation: FiringExpectation = {}): Promise<void> {
    return this.#assert((given) => fires(given, alert, expectation));
  }

  /** No alert of that name ever fires; it may be pending. */
  staysQuiet(alert: Names): Promise<void> {
    return this.#assert((given) => staysQuiet(given, alert));
  }

  /** The alert fires, and ends. */
  resolves(alert: Names, expectation: ResolveExpectation = {}): Promise<void> {
    return this.#assert((given) => resolves(given, alert, expectation));
  }

  /** Every alert that fires, or the one named, is routed to the receiver. */
  isRoutedTo(receiver: string, selection: AlertSelection<Names> = {}): Promise<void> {
    return this.#assert((given) => isRoutedTo(given, receiver, selection));
  }

  /** Every other alert that fires, or the one named, is inhibited by an alert of this name. */
  isInhibitedBy(source: Names, selection: AlertSelection<Names> = {}): Promise<void> {
    return this.#assert((given) => isInhibitedBy(given, source, selection));
  }

  /** Nobody would be told of an alert that fires at that time on the wall. */
  isMutedAt(moment: string | number | Date, selection: AlertSelection<Names> = {}): Promise<void> {
    return this.#assert((given) => isMutedAt(given, momentMs(moment, 'The time'), selection));
  }

  /** A message to a receiver of that kind has the text, or matches the expression. */
  renders(
    kind: 'slack' | 'email' | 'pagerduty' | 'webhook',
    text: string | RegExp,
    selection: AlertSelection<Names> = {},
  ): Promise<void> {
    return this.#assert((given) => renders(given, kind, text, selection));
  }

  /** What became of the alerts: evaluated once, when it is first asked for. */
  result(): Promise<GivenRun> {
    return (this.#run ??= this.#evaluate());
  }

  async #assert(check: (given: GivenRun) => CheckOutcome): Promise<void> {
    const { isAsExpected, message } = check(await this.result());
    if (!isAsExpected) throw new AlertAssertionError(message);
  }

  async #evaluate(): Promise<GivenRun> {
    const resolved = this.#resolved;
    const { interval = '1m', start = 0, length, evaluationInterval } = this.#options;
    const sampleIntervalMs = durationMs(interval, 'The interval');
    const series = readGivenSeries(this.#series, resolved);
    const samples = Math.max(1, ...series.map(({ values }) => values.length));
    const run = await runAlerts({
      groups: compileRules(resolved),
      series,
      sampleIntervalMs,
      evaluationIntervalMs:
        evaluationInterval === undefined
          ? resolved.evaluationIntervalMs
          : durationMs(evaluationInterval, 'The evaluation interval'),
      lengthMs: length === undefined ? (samples - 1) * sampleIntervalMs : durationMs(length, 'The length'),
      startMs: momentMs(start, 'The start'),
    });
    return { resolved, run, destinations: createAlertDestinations(notifierConfigurationOf(resolved)) };
  }
}
