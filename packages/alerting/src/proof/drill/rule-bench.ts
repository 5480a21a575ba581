import type { ResolvedDefinition } from '@telltale/definition';
import { MemorySeriesStore, VirtualClock, createMemoryState } from '@telltale/model';
import type { AlertingRule, QueryService, StateStore } from '@telltale/model';
import { createQueryEngine } from '@telltale/promql';
import type { AlertUpdate } from '../../alerts/alert-update.ts';
import type { ActiveAlert } from '../../rules/rule-evaluator.ts';
import { createRuleManager } from '../../rules/rule-manager.ts';
import { createSyntheticScrape } from '../synthesis/synthetic-scrape.ts';
import type { Assignment, SyntheticSource } from '../synthesis/synthetic-source.ts';
import { neededRecordings } from '../synthesis/needed-recordings.ts';
import { recordingRules } from './drill-rule.ts';

/** The real rule manager and query engine on a clock of their own, fed with made series. */
export interface RuleBench {
  readonly clock: VirtualClock;
  /** Distance of two evaluations. */
  readonly stepMs: number;
  /** Asks the same samples as the rules do. */
  readonly query: QueryService;
  /** Pending and firing alerts of the rules under test, by the rules' order. */
  alerts(): readonly ActiveAlert[];
  /** Why the last evaluation of a rule failed; empty otherwise. */
  error(): string;
  /** Scrapes at the usual distance up to a time. */
  scrapeUntil(timeMs: number, levels: Assignment): void;
  /** Leaves out the scrapes up to a time, as a server that is overloaded or restarts does: nothing is written. */
  leaveOutUntil(timeMs: number): void;
  /** Evaluates all rules once at the clock's time. */
  evaluate(): Promise<void>;
  stop(): Promise<void>;
}

export interface RuleBenchOptions {
  readonly resolved: ResolvedDefinition;
  /** Rules under test; recordings they need are evaluated before them. */
  readonly rules: readonly AlertingRule[];
  readonly sources: readonly SyntheticSource[];
  /** Distance of the scrapes. */
  readonly intervalMs: number;
  /** How far the expressions look back. */
  readonly windowMs: number;
  readonly startMs: number;
  /** Default: kept in memory. */
  readonly state?: StateStore;
  /** Default: nobody hears of alerts. */
  onAlerts?(alerts: readonly AlertUpdate[]): void;
}

const GROUP_NAME = 'drill';

export function createRuleBench(options: RuleBenchOptions): RuleBench {
  const { resolved, rules, sources, intervalMs } = options;
  const stepMs = Math.max(intervalMs, resolved.evaluationIntervalMs);
  const clock = new VirtualClock(Math.ceil(options.startMs / stepMs) * stepMs);
  const store = new MemorySeriesStore();
  const query = createQueryEngine({ source: store });
  const scrape = createSyntheticScrape(sources, store);
  const recordings = recordingRules(resolved);
  const needed = new Set(rules.flatMap((rule) => neededRecordings(rule.expr, recordings)));
  const manager = createRuleManager({
    groups: [
      { name: GROUP_NAME, file: resolved.file ?? '', intervalMs: stepMs, rules: [...needed, ...rules] },
    ],
    query,
    appender: store,
    clock,
    state: options.state ?? createMemoryState(),
    onAlerts: (alerts) => options.onAlerts?.(alerts),
  });
  const statuses = () => manager.groups()[0].rules;
  let lastScrapeMs = clock.now() - options.windowMs - intervalMs;
  return {
    clock,
    stepMs,
    query,
    alerts: () => statuses().flatMap((status) => status.alerts),
    error: () => statuses().find(({ lastError }) => lastError !== '')?.lastError ?? '',
    scrapeUntil: (timeMs, levels) => {
      while (lastScrapeMs + intervalMs <= timeMs) {
        lastScrapeMs += intervalMs;
        scrape.scrape(lastScrapeMs, levels);
      }
    },
    leaveOutUntil: (timeMs) => {
      while (lastScrapeMs + intervalMs <= timeMs) lastScrapeMs += intervalMs;
    },
    evaluate: () => manager.evaluateOnce(GROUP_NAME, clock.now()),
    stop: () => manager.stop(),
  };
}
