import type { ResolvedDefinition } from '@telltale/definition';
import { TelltaleError } from '@telltale/model';
import type { DrillHop, DrillReport } from '../drill/drill-report.ts';
import { findAlert } from '../drill/drill-rule.ts';
import type { DrillTarget } from '../drill/drill-target.ts';
import { describeSeries } from '../drill/run-drill.ts';
import { DrillStepFailure, acceptedByReceivers } from './accepted-by-receivers.ts';
import type { AlertProof, ProofLevel, ProofStep, ProofStepName } from './alert-proof.ts';
import { firesAndResolves } from './fires-and-resolves.ts';
import { parses } from './parses.ts';
import { proofHash } from './proof-hash.ts';
import type { ProofQuestion, StepResult } from './proof-question.ts';
import { StepFailure, createProofQuestion } from './proof-question.ts';
import { reachesReceivers } from './reaches-receivers.ts';
import { referencesExist } from './references-exist.ts';
import { seenLive } from './seen-live.ts';
import { survivesMissedScrapes } from './survives-missed-scrapes.ts';

/** What {@link proveAlert} takes. */
export interface ProveAlertOptions {
  readonly resolved: ResolvedDefinition;
  readonly alertName: string;
  /** Where the messages of the drill go. */
  readonly target: DrillTarget;
  /** The highest level to try. Default 5. */
  readonly upTo?: ProofLevel;
  /** Where messages say this server is. Default `http://127.0.0.1:4400`. */
  readonly externalUrl?: string;
  /** Unix milliseconds at which made-up time begins. Default now. */
  readonly startMs?: number;
  /** Asks a running service whether it has series for a selector. Default: none is asked. */
  readonly liveSeries?: (selector: string) => Promise<boolean>;
  /** Hears of each step when it is over; those after a failed one are not told. */
  readonly onStep?: (step: ProofStep) => void;
  /** Hears of each stage on the alert's way to its receivers when it is reached. */
  readonly onHop?: (hop: DrillHop) => void;
}

interface Step {
  readonly level: ProofLevel;
  readonly name: ProofStepName;
  readonly run: (question: ProofQuestion) => Promise<StepResult>;
}

const STEPS: readonly Step[] = [
  { level: 0, name: 'parses', run: parses },
  { level: 1, name: 'references exist', run: referencesExist },
  { level: 1, name: 'seen live', run: seenLive },
  { level: 2, name: 'fires and resolves', run: firesAndResolves },
  { level: 3, name: 'survives missed scrapes', run: survivesMissedScrapes },
  { level: 4, name: 'reaches its receivers', run: reachesReceivers },
  { level: 5, name: 'accepted by receivers', run: acceptedByReceivers },
];
const DEFAULT_LEVEL: ProofLevel = 5;

/**
 * Climbs the ladder with one alert as far as it holds: levels 0 to 5 in one process, on a clock of its own and
 * on series that were made for it. A step that fails ends the climb; why stands in the proof.
 *
 * @throws TelltaleError TT_UNKNOWN_ALERT.
 */
export async function proveAlert(options: ProveAlertOptions): Promise<AlertProof> {
  const { resolved, target, externalUrl, liveSeries, onHop, upTo = DEFAULT_LEVEL } = options;
  const rule = findAlert(resolved, options.alertName);
  const startMs = options.startMs ?? Date.now();
  const question = createProofQuestion({ resolved, rule, startMs, target, externalUrl, liveSeries, onHop });
  const steps: ProofStep[] = [];
  let drills: readonly DrillReport[] = [];
  for (const step of STEPS) {
    if (step.level > upTo || (step.run === seenLive && !liveSeries)) continue;
    const hasFailed = steps.some(({ outcome }) => outcome === 'failed');
    const taken = hasFailed ? notRun(step) : await take(step, question);
    steps.push(taken.step);
    if (!hasFailed) options.onStep?.(taken.step);
    drills = taken.drills ?? drills;
  }
  const series = await question.series().catch(() => undefined);
  return {
    alertName: rule.name,
    query: rule.query,
    severity: rule.labels['severity'] ?? '',
    hash: proofHash(resolved, rule),
    level: reachedLevel(steps),
    steps,
    series: series === undefined ? [] : describeSeries(series),
    hops: drills.flatMap(({ hops }) => hops),
    deliveries: drills.flatMap(({ deliveries }) => deliveries),
    provenAtMs: Date.now(),
  };
}

/** The level of the last step before the first that did not pass; `null` where the first one failed. */
export function reachedLevel(steps: readonly ProofStep[]): ProofLevel | null {
  const stop = steps.findIndex(({ outcome }) => outcome !== 'passed');
  const passed = stop === -1 ? steps : steps.slice(0, stop);
  const level = passed.at(-1)?.level;
  return level ?? null;
}

interface Taken {
  readonly step: ProofStep;
  readonly drills?: readonly DrillReport[];
}

function notRun({ level, name }: Step): Taken {
  return { step: { level, name, outcome: 'not-run', detail: '', remarks: [], tookMs: 0 } };
}

async function take({ level, name, run }: Step, question: ProofQuestion): Promise<Taken> {
  const startedMs = performance.now();
  const ended = (outcome: 'passed' | 'failed', { detail, remarks = [] }: StepResult): ProofStep => {
    const tookMs = performance.now() - startedMs;
    return { level, name, outcome, detail, remarks, tookMs };
  };
  try {
    const result: StepResult & { readonly drills?: readonly DrillReport[] } = await run(question);
    return { step: ended('passed', result), ...(result.drills && { drills: result.drills }) };
  } catch (error) {
    if (!(error instanceof StepFailure) && !(error instanceof TelltaleError)) throw error;
    const drills = error instanceof DrillStepFailure ? error.drills : undefined;
    return { step: ended('failed', { detail: error.message }), ...(drills && { drills }) };
  }
}
