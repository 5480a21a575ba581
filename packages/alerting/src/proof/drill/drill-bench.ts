import type { ResolvedDefinition } from '@telltale/definition';
import { MemorySeriesStore, VirtualClock, createMemoryState } from '@telltale/model';
import type { AlertingRule, Receiver, RuleGroup } from '@telltale/model';
import { createQueryEngine } from '@telltale/promql';
import { createNotifier } from '../../notifier/notifier.ts';
import type { NotificationRecord } from '../../delivery/notification-record.ts';
import type { WebhookPayload } from '../../channels/webhook/webhook-payload.ts';
import { notifierConfigurationOf } from '../../notifier/notifier-configuration.ts';
import type { ActiveAlert } from '../../rules/rule-evaluator.ts';
import { createRuleManager } from '../../rules/rule-manager.ts';
import { readSecret } from '../../secrets/read-secret.ts';
import { createSmtpTransport } from '../../transport/smtp-transport.ts';
import type { Transport } from '../../transport/transport.ts';
import { createSyntheticScrape } from '../synthesis/synthetic-scrape.ts';
import type { Assignment } from '../synthesis/synthetic-source.ts';
import type { SynthesisedSeries } from '../synthesis/synthesise.ts';
import type { DrillDelivery } from './drill-report.ts';
import { recordingRules } from './drill-rule.ts';

/** Wall milliseconds of the last step, by what they were spent on. */
export interface StepTimes {
  readonly evaluateMs: number;
  /** Taking alerts in and finding route and group. */
  readonly routeMs: number;
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
  /** Messages that were delivered, in order. */
  readonly deliveries: readonly DrillDelivery[];
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
  readonly transport: Transport;
  /** All receivers post here instead of their own address. */
  readonly sinkUrl: string | undefined;
  readonly externalUrl: string;
  readonly startMs: number;
}

const GROUP_NAME = 'drill';

export function createDrillBench(options: DrillBenchOptions): DrillBench {
  const { resolved, rule, synthesised } = options;
  const stepMs = Math.max(synthesised.intervalMs, resolved.evaluationIntervalMs);
  const clock = new VirtualClock(Math.ceil(options.startMs / stepMs) * stepMs);
  const store = new MemorySeriesStore();
  const scrape = createSyntheticScrape(synthesised.sources, store);
  const attempts: NotificationRecord[] = [];
  const recorder = recordDeliveries(options.transport);
  const state = createMemoryState();
  let routeMs = 0;
  const notifier = createNotifier({
    configuration: {
      ...notifierConfigurationOf(resolved),
      receivers: resolved.receivers.map((receiver) => redirected(receiver, options.sinkUrl)),
    },
    services: { http: recorder.transport, mail: createSmtpTransport(), secrets: readSecret },
    clock,
    state,
    externalUrl: options.externalUrl,
    onNotification: (record) => attempts.push(record),
  });
  const manager = createRuleManager({
    groups: [drillGroup(resolved, rule, stepMs)],
    query: createQueryEngine({ source: store }),
    appender: store,
    clock,
    state,
    onAlerts: (alerts) => {
      const startedMs = performance.now();
      notifier.accept(alerts);
      routeMs += performance.now() - startedMs;
    },
  });
  let lastScrapeMs = clock.now() - synthesised.windowMs - synthesised.intervalMs;
  const scrapeUntil = (timeMs: number, levels: Assignment): void => {
    while (lastScrapeMs + synthesised.intervalMs <= timeMs) {
      lastScrapeMs += synthesised.intervalMs;
      scrape.scrape(lastScrapeMs, levels);
    }
  };
  const status = () => manager.groups()[0].rules.at(-1);
  return {
    get nowMs() {
      return clock.now();
    },
    get alerts() {
      return status()?.alerts ?? [];
    },
    get evaluationError() {
      return manager.groups()[0].rules.find(({ lastError }) => lastError !== '')?.lastError ?? '';
    },
    attempts,
    deliveries: recorder.deliveries,
    start: () => notifier.start(),
    fill: (levels) => scrapeUntil(clock.now(), levels),
    step: async (levels) => {
      const timeMs = clock.now() + stepMs;
      await advance(clock, timeMs, () => notifier.idle());
      scrapeUntil(timeMs, levels);
      routeMs = 0;
      const startedMs = performance.now();
      await manager.evaluateOnce(GROUP_NAME, timeMs);
      const totalMs = performance.now() - startedMs;
      // A group wait of zero is due at this very moment.
      await advance(clock, timeMs, () => notifier.idle());
      return { evaluateMs: totalMs - routeMs, routeMs };
    },
    stop: async () => {
      await manager.stop();
      await notifier.stop();
    },
  };
}

/** Receivers of any kind are reached at the sink, where there is one: it stands in for all of them. */
function redirected(receiver: Receiver, sinkUrl: string | undefined): Receiver {
  if (sinkUrl === undefined) return receiver;
  const { name, sendResolved } = receiver;
  return { kind: 'webhook', name, url: sinkUrl, sendResolved };
}

function drillGroup(resolved: ResolvedDefinition, rule: AlertingRule, intervalMs: number): RuleGroup {
  return {
    name: GROUP_NAME,
    file: resolved.file ?? '',
    intervalMs,
    rules: [...recordingRules(resolved), rule],
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

/** Keeps the messages that a receiver accepted. */
function recordDeliveries(transport: Transport): {
  readonly transport: Transport;
  readonly deliveries: readonly DrillDelivery[];
} {
  const deliveries: DrillDelivery[] = [];
  return {
    deliveries,
    transport: {
      post: async (request) => {
        const response = await transport.post(request);
        if (response.status >= 200 && response.status < 300) {
          const payload: WebhookPayload = JSON.parse(request.body);
          deliveries.push({ receiver: payload.receiver, payload });
        }
        return response;
      },
    },
  };
}
