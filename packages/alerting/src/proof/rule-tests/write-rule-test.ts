import type { ResolvedDefinition } from '@telltale/definition';
import type { RuleTest, RuleTestCheck } from '@telltale/formats';
import {
  MemorySeriesStore,
  TelltaleError,
  VirtualClock,
  createMemoryState,
  formatDuration,
} from '@telltale/model';
import type { AlertingRule } from '@telltale/model';
import { createQueryEngine } from '@telltale/promql';
import { createRuleManager } from '../../rules/rule-manager.ts';
import type { RuleManager } from '../../rules/rule-manager.ts';
import type { ActiveAlert } from '../../rules/rule-evaluator.ts';
import { recordingRules } from '../drill/drill-rule.ts';
import { neededRecordings } from '../synthesis/needed-recordings.ts';
import { synthesise, windowOf } from '../synthesis/synthesise.ts';
import type { SynthesisedSeries } from '../synthesis/synthesise.ts';
import { createSyntheticScrape } from '../synthesis/synthetic-scrape.ts';
import type { Assignment, SourceLevel } from '../synthesis/synthetic-source.ts';
import { createRecordingAppender } from './recording-appender.ts';

const GROUP = 'test';
/** Longer stories take promtool minutes: it evaluates all rules at each step of each test. */
const MAX_WINDOW_MS = 90 * 60_000;
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
  const rules = resolved.rules.filter(
    (rule): rule is AlertingRule => rule.kind === 'alerting' && rule.name === alertName,
  );
  if (rules.length === 0)
    throw new TelltaleError('TT_UNKNOWN_ALERT', `There is no alert named ${alertName}.`);
  const [rule] = rules;
  const recordings = neededRecordings(rule.expr, recordingRules(resolved));
  const windowMs = windowOf(rule.expr, recordings);
  if (windowMs + rule.forMs > MAX_WINDOW_MS) throw tooLong(alertName, windowMs);
  const synthesised = await synthesise(rule.expr, resolved.metrics, {
    targets: resolved.targets,
    recordings: recordingRules(resolved),
    timeMs: 0,
  });
  // Values such as 1 are the limit between two units of humanised texts, where the last bit decides.
  const irregular = { ...synthesised, firing: synthesised.firing.map(odd) };
  const story = await new RuleStory(resolved, rules, irregular).tell();
  return story ?? (await new RuleStory(resolved, rules, synthesised).tell()) ?? notTold(alertName);
}

/** A level a little higher than one that a person would choose. */
function odd(level: SourceLevel): SourceLevel {
  return 'perSecond' in level ? { ...level, perSecond: level.perSecond * ODD_FACTOR } : level;
}

/** A rule manager on made-up series, from time 0 on. */
class RuleStory {
  readonly #rules: readonly AlertingRule[];
  readonly #synthesised: SynthesisedSeries;
  readonly #evaluationMs: number;
  readonly #recorded: ReturnType<typeof createRecordingAppender>;
  readonly #scrape: ReturnType<typeof createSyntheticScrape>;
  readonly #manager: RuleManager;
  /** Whether an evaluation says something of a later one, beside that an alert is pending. */
  readonly #hasMemory: boolean;
  #nextScrapeMs = 0;
  #nowMs = 0;

  constructor(resolved: ResolvedDefinition, rules: readonly AlertingRule[], synthesised: SynthesisedSeries) {
    const store = new MemorySeriesStore();
    this.#rules = rules;
    this.#synthesised = synthesised;
    this.#evaluationMs = resolved.evaluationIntervalMs;
    this.#recorded = createRecordingAppender(store);
    this.#scrape = createSyntheticScrape(synthesised.sources, this.#recorded);
    const recordings = rules.flatMap((rule) => neededRecordings(rule.expr, recordingRules(resolved)));
    this.#hasMemory = recordings.length > 0 || rules.some(({ keepFiringForMs }) => keepFiringForMs > 0);
    this.#manager = createRuleManager({
      groups: [
        {
          name: GROUP,
          file: '',
          intervalMs: this.#evaluationMs,
          rules: [...new Set(recordings), ...rules],
        },
      ],
      query: createQueryEngine({ source: store }),
      appender: store,
      clock: new VirtualClock(0),
      state: createMemoryState(),
      onAlerts: () => {},
    });
  }

  /** `undefined` where the alert is not quiet first and firing then. */
  async tell(): Promise<RuleTest | undefined> {
    const [{ name }] = this.#rules;
    const { windowMs, intervalMs, quiet, firing } = this.#synthesised;
    const spareMs = SPARE_STEPS * Math.max(intervalMs, this.#evaluationMs);
    const forMs = Math.max(...this.#rules.map((rule) => rule.forMs));
    await this.#go(quiet, windowMs + spareMs, spareMs);
    const before = this.#check(name);
    await this.#go(firing, windowMs + forMs + spareMs, forMs + spareMs);
    const after = this.#check(name);
    await this.#manager.stop();
    if (before.alerts.length > 0 || after.alerts.length === 0) return undefined;
    return {
      name: `${name} is quiet, then fires`,
      intervalMs,
      series: this.#recorded.series(),
      checks: [before, after],
    };
  }

  /** Scrapes for as long as is given, and evaluates at its end, or all the time where that makes a difference. */
  async #go(levels: Assignment, lengthMs: number, evaluatedMs: number): Promise<void> {
    const endMs = this.#nowMs + Math.ceil(lengthMs / this.#evaluationMs) * this.#evaluationMs;
    for (; this.#nowMs <= endMs; this.#nowMs += this.#evaluationMs) {
      for (; this.#nextScrapeMs <= this.#nowMs; this.#nextScrapeMs += this.#synthesised.intervalMs) {
        this.#scrape.scrape(this.#nextScrapeMs, levels);
      }
      const isWatched = this.#hasMemory || this.#nowMs >= endMs - evaluatedMs;
      if (isWatched) await this.#manager.evaluateOnce(GROUP, this.#nowMs);
    }
  }

  #check(alertName: string): RuleTestCheck {
    const statuses = this.#manager.groups()[0].rules.slice(-this.#rules.length);
    const failed = statuses.find(({ lastError }) => lastError !== '');
    if (failed) throw new TelltaleError('TT_NOT_SYNTHESISABLE', `${alertName}: ${failed.lastError}`);
    const alerts = statuses.flatMap(({ alerts: active }) => active.filter(({ state }) => state === 'firing'));
    return { atMs: this.#nowMs - this.#evaluationMs, alertName, alerts: alerts.map(expectation) };
  }
}

function expectation({ labels, annotations }: ActiveAlert): RuleTestCheck['alerts'][number] {
  const { alertname: _name, ...others } = labels;
  return { labels: others, annotations };
}

function tooLong(alertName: string, windowMs: number): TelltaleError {
  const reason = `it looks ${formatDuration(windowMs)} back, longer than a rule test should take`;
  return new TelltaleError('TT_NOT_SYNTHESISABLE', `${alertName}: ${reason}.`);
}

function notTold(alertName: string): never {
  const reason = 'with times that begin at 0 the alert is not quiet first and firing then';
  throw new TelltaleError('TT_NOT_SYNTHESISABLE', `${alertName}: ${reason}.`);
}
