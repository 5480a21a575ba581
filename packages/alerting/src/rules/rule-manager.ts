import { TelltaleError } from '@telltale/model';
import type { Clock, LabelSet, MetricAppender, QueryService, RuleGroup, StateStore } from '@telltale/model';
import type { AlertUpdate } from '../alerts/alert-update.ts';
import { createAlertHistory } from './alert-history.ts';
import type { AlertTransition } from './alerting-rule-state.ts';
import { checkGroups } from './check-groups.ts';
import { endDepartedSeries, rememberRules } from './departed-series.ts';
import { endRules } from './end-rules.ts';
import { createRuleGroupRunner } from './rule-group-runner.ts';
import type { RuleGroupRunner, RuleGroupStatus } from './rule-group-runner.ts';
import { endDepartedGroups } from './departed-groups.ts';
import { keepGroups, replaceGroups } from './replace-groups.ts';

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
  /**
   * Goes on with other groups. Groups that did not change keep state and schedule; in a changed one,
   * rules with the same name and labels keep their alerts, series and the group its times. Alerts of
   * rules that are gone are resolved and their series end.
   *
   * @throws TelltaleError `TT_USAGE` for groups that cannot be evaluated; then all stays as it was.
   */
  reload(groups: readonly RuleGroup[]): Promise<void>;
  /** Evaluates one group at one time, whatever its schedule. Throws for an unknown group. */
  evaluateOnce(group: string, timeMs: number): Promise<void>;
  groups(): readonly RuleGroupStatus[];
  /** The newest state changes of all alerts of that name, newest first; at most 50. */
  history(alertName: string): readonly AlertTransition[];
  /** The state changes of all alerts that are kept (three months, 50,000 at most), oldest first. */
  allHistory(): Promise<readonly AlertTransition[]>;
}

const DEFAULT_RESEND_DELAY_MS = 60_000;

/**
 * Creates a rule manager; nothing runs before `start`.
 *
 * @throws TelltaleError `TT_USAGE` for groups that cannot be evaluated
 */
export function createRuleManager(options: RuleManagerOptions): RuleManager {
  const { clock } = options;
  const history = createAlertHistory(options.state);
  const onTransitions = async (transitions: readonly AlertTransition[]): Promise<void> => {
    if (transitions.length === 0) return;
    const recorded = history.record(transitions);
    options.onChange?.();
    await recorded;
  };
  const createRunner = runnerFactory(options, onTransitions);
  checkGroups(options.groups);
  let runners: readonly RuleGroupRunner[] = options.groups.map(createRunner);
  let isRunning = false;
  let changing: Promise<void> = Promise.resolve();
  /** Start, reload and stop one after the other. */
  const inTurn = (change: () => Promise<void>): Promise<void> => {
    const turn = changing.then(change);
    changing = turn.catch(() => undefined);
    return turn;
  };
  const replace = async (groups: readonly RuleGroup[]): Promise<void> => {
    const replaced = await replaceGroups(runners, groups, createRunner);
    runners = replaced.runners;
    const { updates, transitions } = endRules(replaced.departed, {
      appender: options.appender,
      nowMs: clock.now(),
    });
    // As after an evaluation: durable before anyone hears of it.
    await Promise.allSettled([
      keepGroups(options.state, replaced),
      rememberRules(options.state, groups),
      onTransitions(transitions),
    ]);
    if (updates.length > 0) options.onAlerts(updates);
    if (isRunning) for (const runner of replaced.fresh) runner.start();
    options.onChange?.();
  };
  return {
    start: () =>
      inTurn(async () => {
        await history.load();
        for (const runner of runners) await runner.restore();
        await endDepartedGroups(options, runners);
        await endDepartedSeries({ ...options, groups: runners.map(({ group }) => group) });
        isRunning = true;
        for (const runner of runners) runner.start();
      }),
    stop: () =>
      inTurn(async () => {
        isRunning = false;
        await Promise.all(runners.map((runner) => runner.stop()));
      }),
    reload: async (groups) => {
      checkGroups(groups);
      await inTurn(() => replace(groups));
    },
    evaluateOnce: async (name, timeMs) => {
      const runner = runners.find(({ group }) => group.name === name);
      if (!runner)
        throw new TelltaleError('TT_USAGE', `There is no rule group named ${JSON.stringify(name)}.`);
      await runner.evaluateAt(timeMs);
    },
    groups: () => runners.map((runner) => runner.status()),
    history: (alertName) => history.of(alertName),
    allHistory: () => history.all(),
  };
}

function runnerFactory(
  options: RuleManagerOptions,
  onTransitions: (transitions: readonly AlertTransition[]) => Promise<void>,
): (group: RuleGroup) => RuleGroupRunner {
  const { externalUrl, externalLabels, resendDelayMs = DEFAULT_RESEND_DELAY_MS } = options;
  const environment = {
    ...(externalUrl !== undefined && { externalUrl }),
    ...(externalLabels !== undefined && { externalLabels }),
  };
  return (group) => createRuleGroupRunner({ ...options, group, environment, resendDelayMs, onTransitions });
}
