import type { ResolvedDefinition } from '@telltale/definition';
import { createMemoryState } from '@telltale/model';
import type { AlertingRule, VirtualClock } from '@telltale/model';
import type { NotificationRecord } from '../../delivery/notification-record.ts';
import { notifierConfigurationOf } from '../../notifier/notifier-configuration.ts';
import { createNotifier } from '../../notifier/notifier.ts';
import type { ActiveAlert } from '../../rules/rule-evaluator.ts';
import type { Assignment } from '../synthesis/synthetic-source.ts';
import type { SynthesisedSeries } from '../synthesis/synthesise.ts';
import type { DrillTarget, ReceivedMessage } from './drill-target.ts';
import { createRuleBench } from './rule-bench.ts';

/** Wall milliseconds of the last step, by what they were spent on. */
export interface StepTimes {
  readonly evaluateMs: number;
  /** Taking alerts in and finding route and group. */
  readonly routeMs: number;
}

/** A message that arrived, and the attempt that brought it. */
export interface BenchDelivery {
  readonly message: ReceivedMessage;
  readonly attempt: NotificationRecord;
}

/** The real rule manager, engine and notifier on a clock of their own, fed with made series. */
export interface DrillBench {
  readonly nowMs: number;
  /** Alerts of the rule under drill. */
  readonly alerts: readonly ActiveAlert[];
  /** Why the last evaluation failed; empty otherwise. */
  readonly evaluationError: string;
  /** Attempts to deliver, oldest first. */
  readonly attempts: readonly NotificationRecord[];
  /** Messages that arrived, in order. */
  readonly deliveries: readonly BenchDelivery[];
  start(): Promise<void>;
  /** Fills the window the expression looks back on, without evaluating. */
  fill(levels: Assignment): void;
  /** One scrape, one evaluation, and everything the notifier has to do until then. */
  step(levels: Assignment): Promise<StepTimes>;
  stop(): Promise<void>;
}

export interface DrillBenchOptions {
  readonly resolved: ResolvedDefinition;
  readonly rule: AlertingRule;
  readonly synthesised: SynthesisedSeries;
  readonly target: DrillTarget;
  readonly externalUrl: string;
  readonly startMs: number;
}

export function createDrillBench(options: DrillBenchOptions): DrillBench {
  const { resolved, rule, synthesised, target } = options;
  const attempts: NotificationRecord[] = [];
  const deliveries: BenchDelivery[] = [];
  const state = createMemoryState();
  const takeReceived = createReceivedTaker(target);
  let routeMs = 0;
  const bench = createRuleBench({
    ...synthesised,
    resolved,
    rules: [rule],
    startMs: options.startMs,
    state,
    onAlerts: (alerts) => {
      const startedMs = performance.now();
      notifier.accept(alerts);
      routeMs += performance.now() - startedMs;
    },
  });
  const { clock } = bench;
  const configuration = notifierConfigurationOf(resolved);
  const notifier = createNotifier({
    configuration: {
      ...configuration,
      receivers: configuration.receivers.map((receiver) => target.receiverFor(receiver)),
    },
    services: target.services,
    clock,
    state,
    externalUrl: options.externalUrl,
    onNotification: (attempt) => {
      attempts.push(attempt);
      const message = attempt.outcome === 'delivered' ? takeReceived(attempt.receiver) : undefined;
      if (message) deliveries.push({ message, attempt });
    },
  });
  return {
    get nowMs() {
      return clock.now();
    },
    get alerts() {
      return bench.alerts();
    },
    get evaluationError() {
      return bench.error();
    },
    attempts,
    deliveries,
    start: () => notifier.start(),
    fill: (levels) => bench.scrapeUntil(clock.now(), levels),
    step: async (levels) => {
      const timeMs = clock.now() + bench.stepMs;
      await advance(clock, timeMs, () => notifier.idle());
      bench.scrapeUntil(timeMs, levels);
      routeMs = 0;
      const startedMs = performance.now();
      await bench.evaluate();
      const totalMs = performance.now() - startedMs;
      // A group wait of zero is due at this very moment.
      await advance(clock, timeMs, () => notifier.idle());
      return { evaluateMs: totalMs - routeMs, routeMs };
    },
    stop: async () => {
      await bench.stop();
      await notifier.stop();
    },
  };
}

/** Hands out each message that arrives once, to the attempt that brought it. */
function createReceivedTaker(target: DrillTarget): (receiver: string) => ReceivedMessage | undefined {
  let taken = target.received().length;
  const waiting: ReceivedMessage[] = [];
  return (receiver) => {
    const all = target.received();
    waiting.push(...all.slice(taken));
    taken = all.length;
    const index = waiting.findIndex((message) => message.receiver === receiver);
    return index === -1 ? undefined : waiting.splice(index, 1)[0];
  };
}

/** Timer by timer, so that each delivery ends at the moment at which it was due. */
async function advance(clock: VirtualClock, untilMs: number, idle: () => Promise<void>): Promise<void> {
  for (;;) {
    await idle();
    const dueMs = clock.nextDueMs();
    if (dueMs === undefined || dueMs > untilMs) break;
    await clock.advanceTo(dueMs);
  }
  await clock.advanceTo(untilMs);
}
