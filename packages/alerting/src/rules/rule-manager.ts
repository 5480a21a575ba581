import { TelltaleError } from '@telltale/model';
import type { Clock, LabelSet, MetricAppender, QueryService, RuleGroup, StateStore } from '@telltale/model';
import type { AlertUpdate } from '../alerts/alert-update.ts';
import { createAlertHistory } from './alert-history.ts';
import type { AlertTransition } from './alerting-rule-state.ts';
import { endDepartedSeries } from './departed-series.ts';
import { createRuleGroupRunner } from './rule-group-runner.ts';
import type { RuleGroupStatus } from './rule-group-runner.ts';

/** What {@link createRuleManager} takes. */
export interface RuleManagerOptions {
  readonly groups: readonly RuleGroup[];
  readonly query: QueryService;
  /** Takes the samples of recording rules, `ALERTS` and `ALERTS_FOR_STATE`. */
  readonly appender: MetricAppender;
  readonly clock: Clock;
  /** Keeps pending and firing alerts (`alert-state`) and transitions (`alert-history`) over restarts. */
  readonly state: StateStore;
  /** Hears of firing and resolved alerts; firing ones again after each resend delay. */
  onAlerts(alerts: readonly AlertUpdate[]): void;
  /** Called after evaluations that changed an alert's state. */
  onChange?(): void;
  /** How often a firing alert is told again. Default one minute. */
  readonly resendDelayMs?: number;
  /** Where people reach this server; used in `generatorURL` and in templates. */
  readonly externalUrl?: string;
  /** Labels of this server, for templates. */
  readonly externalLabels?: LabelSet;
}

/** Evaluates rule groups at their intervals and tells of alerts. */
export interface RuleManager {
  /**
   * Restores state, ends series of rules that are gone, then evaluates each group at its interval,
   * staggered by its name.
   */
  start(): Promise<void>;
  /** Ends the schedule, waits for running evaluations. State is kept. */
  stop(): Promise<void>;
  /** Evaluates one group at one time, whatever its schedule. Throws for an unknown group. */
  evaluateOnce(group: string, timeMs: number): Promise<void>;
  groups(): readonly RuleGroupStatus[];
  /** The newest state changes of all alerts of that name, newest first; at most 50. */
  history(alertName: string): readonly AlertTransition[];
}

const DEFAULT_RESEND_DELAY_MS = 60_000;

/** Creates a rule manager; nothing runs before `start`. */
export function createRuleManager(options: RuleManagerOptions): RuleManager {
  const history = createAlertHistory(options.state);
  const environment = {
    ...(options.externalUrl === undefined ? {} : { externalUrl: options.externalUrl }),
    ...(options.externalLabels === undefined ? {} : { externalLabels: options.externalLabels }),
  };
  const runners = options.groups.map((group) =>
    createRuleGroupRunner({
      ...options,
      group,
      environment,
      resendDelayMs: options.resendDelayMs ?? DEFAULT_RESEND_DELAY_MS,
      onTransitions: async (transitions) => {
        if (transitions.length === 0) return;
        const recorded = history.record(transitions);
        options.onChange?.();
        await recorded;
      },
    }),
  );
  return {
    start: async () => {
      await history.load();
      for (const runner of runners) await runner.restore();
      await endDepartedSeries(options);
      for (const runner of runners) runner.start();
    },
    stop: async () => {
      await Promise.all(runners.map((runner) => runner.stop()));
    },
    evaluateOnce: async (name, timeMs) => {
      const runner = runners.find((candidate) => candidate.status().name === name);
      if (!runner)
        throw new TelltaleError('TT_USAGE', `There is no rule group named ${JSON.stringify(name)}.`);
      await runner.evaluateAt(timeMs);
    },
    groups: () => runners.map((runner) => runner.status()),
    history: (alertName) => history.of(alertName),
  };
}
