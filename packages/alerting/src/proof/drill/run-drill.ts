import type { ResolvedDefinition } from '@telltale/definition';
import { LabelSet, TelltaleError, formatDuration } from '@telltale/model';
import type { AlertingRule, Route } from '@telltale/model';
import type { NotificationRecord } from '../../delivery/notification-record.ts';
import { compileRouteTree, matchRoutes } from '../../routing/route-tree.ts';
import type { ActiveAlert } from '../../rules/rule-evaluator.ts';
import { formatGoSignificant } from '../../templates/go-number-format.ts';
import type { Transport } from '../../transport/transport.ts';
import { synthesise } from '../synthesis/synthesise.ts';
import type { SynthesisedSeries } from '../synthesis/synthesise.ts';
import type { Assignment } from '../synthesis/synthetic-source.ts';
import { describeLevel, describeSource } from '../synthesis/synthetic-source.ts';
import { createDrillBench } from './drill-bench.ts';
import type { DrillBench, StepTimes } from './drill-bench.ts';
import type { DrillHop, DrillReport, DrillStage } from './drill-report.ts';
import { findAlert, markAsDrill, recordingRules } from './drill-rule.ts';

/** What {@link runDrill} takes. */
export interface DrillOptions {
  readonly resolved: ResolvedDefinition;
  readonly alertName: string;
  readonly transport: Transport;
  /** All receivers post here instead of their own address. Default their own. */
  readonly sinkUrl?: string;
  /** Where messages say this server is. Default `http://127.0.0.1:4400`. */
  readonly externalUrl?: string;
  /** Unix milliseconds at which the drill's clock starts. Default now. */
  readonly startMs?: number;
}

const DEFAULT_EXTERNAL_URL = 'http://127.0.0.1:4400';
/** The alert must stay quiet for so many evaluations before the fault. */
const QUIET_STEPS = 3;
/** Simulated time for retries beyond what the configuration makes everyone wait. */
const PATIENCE_MS = 120_000;

/**
 * Proves an alert: series are made that keep it quiet, then make it fire, then let it resolve; they
 * go through the real rule manager, query engine and notifier on a clock of their own, and the
 * notifications through the given transport. Throws `TT_UNKNOWN_ALERT`; everything else that goes
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

  constructor(options: DrillOptions, rule: AlertingRule) {
    this.#options = options;
    this.#rule = rule;
  }

  async run(): Promise<void> {
    const startMs = this.#options.startMs ?? Date.now();
    const synthesised = await this.#synthesise(startMs);
    const bench = createDrillBench({
      resolved: this.#options.resolved,
      rule: this.#rule,
      synthesised,
      transport: this.#options.transport,
      sinkUrl: this.#options.sinkUrl,
      externalUrl: this.#options.externalUrl ?? DEFAULT_EXTERNAL_URL,
      startMs,
    });
    this.#bench = bench;
    await bench.start();
    try {
      await this.#stayQuiet(bench, synthesised);
      await this.#fire(bench, synthesised);
      await this.#deliver(bench, synthesised);
      await this.#resolve(bench, synthesised);
    } finally {
      await bench.stop();
    }
  }

  report(): DrillReport {
    const synthesised = this.#synthesised;
    const deliveries = this.#bench?.deliveries ?? [];
    return {
      alertName: this.#rule.name,
      query: this.#rule.query,
      isProven: this.failure === '',
      failure: this.failure,
      series: (synthesised?.sources ?? []).map((source, i) => ({
        series: describeSource(source),
        quiet: describeLevel(synthesised!.quiet[i]),
        firing: describeLevel(synthesised!.firing[i]),
      })),
      hops: this.#hops,
      receivers: [...new Set(deliveries.map(({ receiver }) => receiver))],
      fired: deliveries.filter(({ payload }) => payload.status === 'firing'),
      resolved: deliveries.filter(({ payload }) => payload.status === 'resolved'),
    };
  }

  async #synthesise(timeMs: number): Promise<SynthesisedSeries> {
    const { resolved } = this.#options;
    const startedMs = performance.now();
    const synthesised = await synthesise(this.#rule.expr, resolved.metrics, {
      targets: resolved.targets,
      recordings: recordingRules(resolved),
      timeMs,
    });
    this.#synthesised = synthesised;
    this.#hops.push({
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
    const { route, receivers } = this.#options.resolved;
    const root = compileRouteTree(route, new Set(receivers.map(({ name }) => name)));
    this.#routes = matchRoutes(root, labels)
      .map((node) => node.route)
      .filter(({ receiver }) => receiver !== '');
    if (this.#routes.length === 0) {
      throw new DrillFailure('No receiver takes the alert: the definition routes it nowhere.');
    }
    this.#checkDeliverable();
    return `to ${this.#routes.map(({ receiver }) => receiver).join(', ')}`;
  }

  /** Only webhooks are delivered here, unless a sink stands in for all receivers. */
  #checkDeliverable(): void {
    const { resolved, sinkUrl } = this.#options;
    if (sinkUrl !== undefined) return;
    const names = new Set(this.#routes.map(({ receiver }) => receiver));
    const foreign = resolved.receivers.find(({ kind, name }) => kind !== 'webhook' && names.has(name));
    if (foreign === undefined) return;
    throw new DrillFailure(
      `${foreign.name} is a ${foreign.kind} receiver, which an Alertmanager delivers: prove the way to it with a sink.`,
    );
  }

  async #deliver(bench: DrillBench, { firing }: SynthesisedSeries): Promise<void> {
    const waitMs = Math.max(...this.#routes.map(({ groupWaitMs }) => groupWaitMs));
    const receivers = this.#routes.map(({ receiver }) => receiver);
    await this.#awaitDelivery({
      bench,
      levels: firing,
      status: 'firing',
      receivers,
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
    const receivers = this.#routes
      .map(({ receiver }) => receiver)
      .filter((name) => wanting.some((receiver) => receiver.name === name));
    const waitMs = Math.max(0, ...this.#routes.map(({ groupIntervalMs }) => groupIntervalMs));
    const stage = 'resolve-delivered';
    await this.#awaitDelivery({ bench, levels: quiet, status: 'resolved', receivers, waitMs, stage });
  }

  /** Goes on until every receiver has the message. */
  async #awaitDelivery({ bench, levels, status, receivers, waitMs, stage }: AwaitedDelivery): Promise<void> {
    const limitMs = bench.nowMs + waitMs + PATIENCE_MS;
    for (;;) {
      const attempts = bench.attempts.filter((attempt) => attempt.status === status);
      const refused = attempts.find(({ outcome }) => outcome === 'failed');
      if (refused) throw new DrillFailure(`${refused.receiver} refused the notification: ${refused.error}`);
      const delivered = attempts.filter(({ outcome }) => outcome === 'delivered');
      const waiting = receivers.filter((name) => !delivered.some(({ receiver }) => receiver === name));
      if (waiting.length === 0) return this.#noteDeliveries(stage, delivered);
      if (bench.nowMs >= limitMs) {
        const reason = attempts.at(-1)?.error ?? 'nothing was sent';
        throw new DrillFailure(`No ${status} notification reached ${waiting.join(', ')}: ${reason}`);
      }
      await this.#step(bench, levels);
    }
  }

  #noteDeliveries(stage: DrillStage, delivered: readonly NotificationRecord[]): void {
    for (const { atMs, durationMs, receiver, attempts } of delivered) {
      const detail = attempts === 1 ? `to ${receiver}` : `to ${receiver}, attempt ${attempts}`;
      this.#hops.push({ stage, serviceMs: atMs - this.#faultMs, wallMs: durationMs, detail });
    }
  }

  async #step(bench: DrillBench, levels: Assignment): Promise<StepTimes> {
    const times = await bench.step(levels);
    if (bench.evaluationError !== '')
      throw new DrillFailure(`The rule cannot be evaluated: ${bench.evaluationError}`);
    return times;
  }

  #reached(bench: DrillBench, stage: DrillStage, wallMs: number, detail: string): void {
    this.#hops.push({ stage, serviceMs: bench.nowMs - this.#faultMs, wallMs, detail });
  }
}

interface AwaitedDelivery {
  readonly bench: DrillBench;
  readonly levels: Assignment;
  readonly status: 'firing' | 'resolved';
  readonly receivers: readonly string[];
  /** How long the notifier waits by its configuration. */
  readonly waitMs: number;
  readonly stage: DrillStage;
}

function alertText({ labels, value }: ActiveAlert): string {
  return `${LabelSet.of(labels).toString()}, value ${formatGoSignificant(value, 4)}`;
}
