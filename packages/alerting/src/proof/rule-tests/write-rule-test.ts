import type { ResolvedDefinition } from '@telltale/definition';
import type { RuleTest, RuleTestCheck } from '@telltale/formats';
import { TelltaleError, formatDuration } from '@telltale/model';
import type { AlertingRule, Rule } from '@telltale/model';
import { recordingRules } from '../drill/drill-rule.ts';
import { neededRecordings } from '../synthesis/needed-recordings.ts';
import { playPhases } from '../synthesis/play-phases.ts';
import { synthesise, windowOf } from '../synthesis/synthesise.ts';
import type { SynthesisedSeries } from '../synthesis/synthesise.ts';
import type { SourceLevel } from '../synthesis/synthetic-source.ts';
import { runAlerts } from '../testing/run-alerts.ts';
import type { RunStep } from '../testing/run-alerts.ts';

/** Longer stories take promtool minutes: it evaluates all rules at each step of each test. */
const MAX_STORY_MS = 3 * 3_600_000;
/** What looks no farther back than this has settled when it is checked: its values are those of the levels. */
const MAX_SETTLED_MS = 90 * 60_000;
/** What looks farther back than this is quiet, too, when it has only seen this much. */
const MAX_QUIET_MS = 30 * 60_000;
/** Samples that even the longest distance between them leaves to the time before the fault. */
const MIN_QUIET_SAMPLES = 4;
/** Evaluations before the fault and after the alert is due. */
const SPARE_STEPS = 3;
/** A sum of eighths, so that what counters count up to is exact. */
const ODD_FACTOR = 1.125;

/**
 * Writes a rule test of an alert: made-up series that keep it quiet, then make it fire, and the alerts
 * that must be there before and after. What is expected is what the rule manager made of the series.
 *
 * @throws TelltaleError TT_UNKNOWN_ALERT; TT_NOT_SYNTHESISABLE where no such series are found, or where
 * the story is too long for a test.
 */
export async function writeRuleTest(resolved: ResolvedDefinition, alertName: string): Promise<RuleTest> {
  const alerts = resolved.rules.filter(
    (rule): rule is AlertingRule => rule.kind === 'alerting' && rule.name === alertName,
  );
  if (alerts.length === 0) {
    throw new TelltaleError('TT_UNKNOWN_ALERT', `There is no alert named ${alertName}.`);
  }
  const all = recordingRules(resolved);
  const recordings = new Set(alerts.flatMap((rule) => neededRecordings(rule.expr, all)));
  const reachMs = windowOf(alerts[0].expr, [...recordings]);
  if (recordings.size > 0 && reachMs > MAX_SETTLED_MS) {
    const reason = `it looks ${formatDuration(reachMs)} back, longer than a rule test with recordings should take`;
    throw notTold(alertName, reason);
  }
  const synthesised = await synthesise(alerts[0].expr, resolved.metrics, {
    targets: resolved.targets,
    recordings: all,
    timeMs: 0,
  });
  const rules = [...recordings, ...alerts];
  const { evaluationIntervalMs } = resolved;
  // Values such as 1 are the limit between two units of humanised texts, where the last bit decides.
  const irregular = { ...synthesised, firing: synthesised.firing.map(odd) };
  const story =
    (await tell({ alertName, rules, synthesised: irregular, evaluationIntervalMs })) ??
    (await tell({ alertName, rules, synthesised, evaluationIntervalMs }));
  if (story) return story;
  const reason = `within ${formatDuration(MAX_STORY_MS)} from time 0 on it is not quiet first and firing then`;
  throw notTold(alertName, reason);
}

/** A level a little higher than one that a person would choose. */
function odd(level: SourceLevel): SourceLevel {
  return 'perSecond' in level ? { ...level, perSecond: level.perSecond * ODD_FACTOR } : level;
}

interface Story {
  readonly alertName: string;
  readonly rules: readonly Rule[];
  readonly synthesised: SynthesisedSeries;
  readonly evaluationIntervalMs: number;
}

/** `undefined` where the alert is not quiet first and firing then. */
async function tell({
  alertName,
  rules,
  synthesised,
  evaluationIntervalMs,
}: Story): Promise<RuleTest | undefined> {
  const { sources, quiet, firing, windowMs, intervalMs } = synthesised;
  const spareMs = SPARE_STEPS * Math.max(intervalMs, evaluationIntervalMs);
  const forMs = Math.max(...rules.map((rule) => (rule.kind === 'alerting' ? rule.forMs : 0)));
  const aligned = (lengthMs: number): number =>
    Math.ceil(lengthMs / evaluationIntervalMs) * evaluationIntervalMs;
  const quietMs = aligned(
    Math.min(windowMs, Math.max(MAX_QUIET_MS, MIN_QUIET_SAMPLES * intervalMs)) + spareMs,
  );
  const faultMs = aligned(Math.min(windowMs + forMs + spareMs, MAX_STORY_MS - quietMs));
  const phases = [
    { levels: quiet, lengthMs: quietMs },
    { levels: firing, lengthMs: faultMs },
  ];
  const series = playPhases(sources, phases, intervalMs);
  const group = { name: 'test', file: '', intervalMs: evaluationIntervalMs, rules };
  const times = { sampleIntervalMs: intervalMs, evaluationIntervalMs, lengthMs: quietMs + faultMs };
  const isSettled = windowMs <= MAX_SETTLED_MS;
  let left = SPARE_STEPS;
  const isDone = (step: RunStep): boolean =>
    !isSettled && step.atMs > quietMs && isFiring(step) && left-- === 0;
  const options = { groups: [group], series, ...times };
  const { steps, errors } = await runAlerts({ ...options, isDone });
  if (errors.length > 0) throw notTold(alertName, errors[0].message);
  const last = steps.length - 1;
  const before = steps.findLastIndex(({ atMs }) => atMs <= quietMs);
  if (isFiring(steps[before]) || !isFiring(steps[last])) return undefined;
  // Windows of older versions hold their left end too: a test should pass in all of them.
  const older = await runAlerts({ ...options, lengthMs: steps[last].atMs, closedWindows: true });
  const isSame = (step: number): boolean =>
    JSON.stringify(checkAt(alertName, steps[step])) === JSON.stringify(checkAt(alertName, older.steps[step]));
  const agreed = steps.findLastIndex((step, index) => index > before && isFiring(step) && isSame(index));
  // Levels that have settled differ by their last bits at most; before that, values are others.
  if (!isSettled && (agreed === -1 || !isSame(before))) return undefined;
  const after = agreed === -1 ? last : agreed;
  const checks = [before, after].map((step) => checkAt(alertName, steps[step]));
  const samples = Math.floor(steps[after].atMs / intervalMs) + 1;
  return {
    name: `${alertName} is quiet, then fires`,
    intervalMs,
    series: series.map(({ labels, values }) => ({
      series: labels.toString(),
      values: values.slice(0, samples),
    })),
    checks,
  };
}

function isFiring({ alerts }: RunStep): boolean {
  return alerts.some(({ state }) => state === 'firing');
}

function checkAt(alertName: string, { atMs, alerts }: RunStep): RuleTestCheck {
  const firing = alerts.filter(({ state }) => state === 'firing');
  return {
    atMs,
    alertName,
    alerts: firing.map(({ labels: { alertname: _name, ...labels }, annotations }) => ({
      labels,
      annotations,
    })),
  };
}

function notTold(alertName: string, reason: string): TelltaleError {
  return new TelltaleError('TT_NOT_SYNTHESISABLE', `${alertName}: ${reason}.`);
}
