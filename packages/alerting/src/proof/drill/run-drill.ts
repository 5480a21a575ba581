import type { ResolvedDefinition } from '@telltale/definition';
import { LabelSet, TelltaleError, formatDuration } from '@telltale/model';
import type { AlertingRule, Route } from '@telltale/model';
import type { NotificationRecord } from '../../delivery/notification-record.ts';
import type { ActiveAlert } from '../../rules/rule-evaluator.ts';
import { synthesise } from '../synthesis/synthesise.ts';
import type { SynthesisedSeries } from '../synthesis/synthesise.ts';
import type { Assignment } from '../synthesis/synthetic-source.ts';
import { describeLevel, describeSource } from '../synthesis/synthetic-source.ts';
import { createDrillBench } from './drill-bench.ts';
import type { BenchDelivery, DrillBench, StepTimes } from './drill-bench.ts';
import type { DrillDelivery, DrillHop, DrillReport, DrillSeries, DrillStage } from './drill-report.ts';
import { findAlert, markAsDrill, recordingRules } from './drill-rule.ts';
import type { DrillTarget } from './drill-target.ts';
import { isHeartbeat } from './heartbeat.ts';
import { createToldRoutes } from './told-routes.ts';
import type { ToldRoutes } from './told-routes.ts';

/** What {@link runDrill} takes. */
export interface DrillOptions {
  readonly resolved: ResolvedDefinition;
  readonly alertName: string;
  readonly target: DrillTarget;
  /** Series to make it fire with. Default: found anew. */
  readonly synthesised?: SynthesisedSeries;
  /** Where messages say this server is. Default `http://127.0.0.1:4400`. */
  readonly externalUrl?: string;
  /** Unix milliseconds at which the drill's clock starts. Default now. */
  readonly startMs?: number;
  /** Hears of each stage when it is reached. */
  readonly onHop?: (hop: DrillHop) => void;
}

const DEFAULT_EXTERNAL_URL = 'http://127.0.0.1:4400';
/** The alert must stay quiet for so many evaluations before the fault. */
const QUIET_STEPS = 3;
/** Simulated time for retries beyond what the configuration makes everyone wait. */
const PATIENCE_MS = 120_000;

/**
 * Proves an alert: series are made that keep it quiet, then make it fire, then let it resolve; they
 * go through the real rule manager, query engine and notifier on a clock of their own, and the
 * notifications to the given target. Throws `TT_UNKNOWN_ALERT`; everything else that goes
 * wrong stands in the report.
 */
export async function runDrill(options: DrillOptions): Promise<DrillReport> {
  const rule = markAsDrill(findAlert(options.resolved, options.alertName));
  const drill = new Drill(options, rule);
  try {
    await drill.run();
  } catch (error) {
    if (!(error instanceof TelltaleError) && !(error instanceof DrillFailure)) throw error;
    drill.failure = error.message;
  }
  return drill.report();
}

/** Ends a drill: why the alert is not proven. */
class DrillFailure extends Error {}

class Drill {
  failure = '';
  readonly #options: DrillOptions;
  readonly #rule: AlertingRule;
  readonly #hops: DrillHop[] = [];
  #synthesised: SynthesisedSeries | undefined;
  #bench: DrillBench | undefined;
  #faultMs = 0;
  /** The routes that take the alert. */
  #routes: readonly Route[] = [];
  readonly #told: ToldRoutes;

  constructor(options: DrillOptions, rule: AlertingRule) {
    this.#options = options;
    this.#rule = rule;
    this.#told = createToldRoutes(options.resolved);
  }

  async run(): Promise<void> {
    const startMs = this.#options.startMs ?? Date.now();
    const synthesised = await this.#synthesise(startMs);
    const bench = createDrillBench({
      resolved: this.#options.resolved,
      rule: this.#rule,
      synthesised,
      target: this.#options.target,
      externalUrl: this.#options.externalUrl ?? DEFAULT_EXTERNAL_URL,
      startMs,
    });
    this.#bench = bench;
    await bench.start();
    try {
      if (isHeartbeat(this.#rule)) this.#faultMs = bench.nowMs;
      else await this.#stayQuiet(bench, synthesised);
      await this.#fire(bench, synthesised);
      await this.#deliver(bench, synthesised);
      if (!isHeartbeat(this.#rule)) await this.#resolve(bench, synthesised);
    } finally {
      await bench.stop();
    }
  }

  report(): DrillReport {
    const deliveries = (this.#bench?.deliveries ?? []).map((delivery) => this.#deliveryOf(delivery));
    return {
      alertName: this.#rule.name,
      query: this.#rule.query,
      isProven: this.failure === '',
      failure: this.failure,
      series: this.#synthesised === undefined ? [] : describeSeries(this.#synthesised),
      hops: this.#hops,
      receivers: [...new Set(deliveries.map(({ receiver }) => receiver))],
      deliveries,
    };
  }

  #deliveryOf({ message, attempt }: BenchDelivery): DrillDelivery {
    const { receiver, kind, payload, answer } = message;
    const serviceMs = attempt.atMs - this.#faultMs;
    return { receiver, kind, status: attempt.status, serviceMs, payload, ...(answer && { answer }) };
  }

  async #synthesise(timeMs: number): Promise<SynthesisedSeries> {
    const { resolved } = this.#options;
    const startedMs = performance.now();
    const synthesised = this.#options.synthesised ?? (await seriesFor(resolved, this.#rule, timeMs));
    this.#synthesised = synthesised;
    this.#note({
      stage: 'synthesised',
      serviceMs: 0,
      wallMs: performance.now() - startedMs,
      detail: `${synthesised.sources.length} series, ${synthesised.tried} combinations tried`,
    });
    return synthesised;
  }

  async #stayQuiet(bench: DrillBench, { quiet }: SynthesisedSeries): Promise<void> {
    bench.fill(quiet);
    let wallMs = 0;
    for (let i = 0; i < QUIET_STEPS; i++) {
      wallMs += (await this.#step(bench, quiet)).evaluateMs;
      if (bench.alerts.length > 0) throw new DrillFailure('The alert is not quiet before the fault.');
    }
    this.#faultMs = bench.nowMs;
    this.#reached(bench, 'quiet', wallMs, `no alert in ${QUIET_STEPS} evaluations`);
  }

  async #fire(bench: DrillBench, synthesised: SynthesisedSeries): Promise<void> {
    const patienceMs = 2 * synthesised.windowMs + this.#rule.forMs;
    const limitMs = this.#faultMs + patienceMs;
    let isPending = false;
    while (bench.nowMs < limitMs) {
      const times = await this.#step(bench, synthesised.firing);
      const { alerts } = bench;
      if (alerts.some(({ state }) => state === 'firing')) {
        this.#reached(bench, 'firing', times.evaluateMs, alertText(alerts[0]));
        this.#reached(bench, 'routed', times.routeMs, this.#route(LabelSet.of(alerts[0].labels)));
        return;
      }
      if (alerts.length > 0 && !isPending) {
        isPending = true;
        this.#reached(bench, 'pending', times.evaluateMs, `for ${formatDuration(this.#rule.forMs)}`);
      }
    }
    throw new DrillFailure(
      `The alert did not fire within ${formatDuration(patienceMs)} of the fault; it was ${isPending ? 'pending' : 'inactive'}.`,
    );
  }

  /** Notes who has to be told, by the definition's own routes. */
  #route(labels: LabelSet): string {
    this.#routes = this.#told.of(labels);
    if (this.#routes.length === 0) {
      throw new DrillFailure('No receiver takes the alert: the definition routes it nowhere.');
    }
    return `to ${this.#routes.map(({ receiver }) => receiver).join(', ')}`;
  }

  async #deliver(bench: DrillBench, { firing }: SynthesisedSeries): Promise<void> {
    const waitMs = Math.max(...this.#routes.map(({ groupWaitMs }) => groupWaitMs));
    await this.#awaitDelivery({
      bench,
      levels: firing,
      status: 'firing',
      routes: this.#routes,
      waitMs,
      stage: 'delivered',
    });
  }

  async #resolve(bench: DrillBench, synthesised: SynthesisedSeries): Promise<void> {
    const { quiet, windowMs } = synthesised;
    const limitMs = bench.nowMs + 2 * windowMs + this.#rule.keepFiringForMs;
    let times: StepTimes | undefined;
    while (bench.alerts.length > 0) {
      if (bench.nowMs >= limitMs) throw new DrillFailure('The alert did not resolve after the fault ended.');
      times = await this.#step(bench, quiet);
    }
    this.#reached(bench, 'resolved', times?.evaluateMs ?? 0, 'the expression no longer holds');
    const wanting = this.#options.resolved.receivers.filter(({ sendResolved }) => sendResolved);
    const routes = this.#routes.filter(({ receiver }) => wanting.some(({ name }) => name === receiver));
    const waitMs = Math.max(0, ...this.#routes.map(({ groupIntervalMs }) => groupIntervalMs));
    const stage = 'resolve-delivered';
    await this.#awaitDelivery({ bench, levels: quiet, status: 'resolved', routes, waitMs, stage });
  }

  /** Goes on until every receiver has the message. */
  async #awaitDelivery({ bench, levels, status, routes, waitMs, stage }: AwaitedDelivery): Promise<void> {
    const limitMs = bench.nowMs + waitMs + PATIENCE_MS;
    for (;;) {
      const attempts = bench.attempts.filter((attempt) => attempt.status === status);
      const refused = attempts.find(({ outcome }) => outcome === 'failed');
      if (refused) throw new DrillFailure(`${refused.receiver} refused the notification: ${refused.error}`);
      const retrying = attempts.find(({ outcome }) => outcome === 'retrying');
      if (retrying && this.#options.target.isReal) {
        throw new DrillFailure(`${retrying.receiver} did not take the notification: ${retrying.error}`);
      }
      const delivered = attempts.filter(({ outcome }) => outcome === 'delivered');
      const waiting = this.#openNow(routes, bench.nowMs).filter(
        (name) => !delivered.some(({ receiver }) => receiver === name),
      );
      if (waiting.length === 0) return this.#noteDeliveries(stage, delivered);
      if (bench.nowMs >= limitMs) {
        const reason = attempts.at(-1)?.error ?? 'nothing was sent';
        throw new DrillFailure(`No ${status} notification reached ${waiting.join(', ')}: ${reason}`);
      }
      await this.#step(bench, levels);
    }
  }

  /** Receivers that no time interval holds back. */
  #openNow(routes: readonly Route[], nowMs: number): readonly string[] {
    const open = routes.filter((route) => this.#told.heldBackBy(route, nowMs) === undefined);
    return open.map(({ receiver }) => receiver);
  }

  #noteDeliveries(stage: DrillStage, delivered: readonly NotificationRecord[]): void {
    for (const { atMs, durationMs, receiver, attempts } of delivered) {
      const detail = attempts === 1 ? `to ${receiver}` : `to ${receiver}, attempt ${attempts}`;
      this.#note({ stage, serviceMs: atMs - this.#faultMs, wallMs: durationMs, detail });
    }
  }

  async #step(bench: DrillBench, levels: Assignment): Promise<StepTimes> {
    const times = await bench.step(levels);
    if (bench.evaluationError !== '')
      throw new DrillFailure(`The rule cannot be evaluated: ${bench.evaluationError}`);
    return times;
  }

  #reached(bench: DrillBench, stage: DrillStage, wallMs: number, detail: string): void {
    this.#note({ stage, serviceMs: bench.nowMs - this.#faultMs, wallMs, detail });
  }

  #note(hop: DrillHop): void {
    this.#hops.push(hop);
    this.#options.onHop?.(hop);
  }
}

interface AwaitedDelivery {
  readonly bench: DrillBench;
  readonly levels: Assignment;
  readonly status: 'firing' | 'resolved';
  readonly routes: readonly Route[];
  /** How long the notifier waits by its configuration. */
  readonly waitMs: number;
  readonly stage: DrillStage;
}

/**
 * Series that make a rule fire, and that keep it quiet; none for a heartbeat.
 *
 * @throws TelltaleError TT_NOT_SYNTHESISABLE.
 */
export async function seriesFor(
  resolved: ResolvedDefinition,
  rule: AlertingRule,
  timeMs: number,
): Promise<SynthesisedSeries> {
  const { metrics, targets, evaluationIntervalMs: intervalMs } = resolved;
  if (isHeartbeat(rule)) {
    return {
      sources: [],
      quiet: [],
      firing: [],
      intervalMs,
      searchIntervalMs: intervalMs,
      windowMs: intervalMs,
      tried: 0,
    };
  }
  return synthesise(rule.expr, metrics, { targets, recordings: recordingRules(resolved), timeMs });
}

/** The series in words, with their levels. */
export function describeSeries({ sources, quiet, firing }: SynthesisedSeries): readonly DrillSeries[] {
  return sources.map((source, i) => ({
    series: describeSource(source),
    quiet: describeLevel(quiet[i]),
    firing: describeLevel(firing[i]),
  }));
}

function alertText({ labels, value }: ActiveAlert): string {
  return `${LabelSet.of(labels).toString()}, value ${Number(value.toPrecision(4))}`;
}
