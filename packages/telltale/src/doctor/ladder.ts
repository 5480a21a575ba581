import type {
  DoctorDetail,
  DoctorFix,
  DoctorLine,
  DoctorOutcome,
  DoctorPlannedStep,
  DoctorStep,
  DoctorTopic,
} from '@telltale/station/contract';
import { TelltaleError } from '@telltale/model';

/** What came of trying a step. */
export interface StepFinding {
  readonly outcome: DoctorOutcome;
  readonly seen: string;
  readonly details?: readonly DoctorDetail[];
  readonly fix?: DoctorFix;
}

/** Something that must hold, and is tried for real. */
export interface LadderStep extends DoctorPlannedStep {
  /** Steps without which this one would say nothing: it is skipped where one of them is not ok. */
  readonly needs?: readonly string[];
  /** What it throws is told as a failure. */
  try(): Promise<StepFinding>;
}

/** The steps that lead from nothing to what somebody misses, in that order. */
export interface Ladder {
  readonly topic: DoctorTopic;
  readonly steps: readonly LadderStep[];
}

const NOT_TRIED = 'not tried';
/** More of them nobody reads. */
const MAX_DETAILS = 100;

/** It holds. */
export function ok(seen: string, details: readonly DoctorDetail[] = []): StepFinding {
  return { outcome: 'ok', seen, details };
}

/** It does not hold. */
export function failed(
  seen: string,
  fix?: DoctorFix | string,
  details: readonly DoctorDetail[] = [],
): StepFinding {
  const told = typeof fix === 'string' ? { text: fix, code: '' } : fix;
  return { outcome: 'failed', seen, details, ...(told && { fix: told }) };
}

/** It cannot be tried, or makes no sense here. */
export function skipped(seen: string, fix?: DoctorFix): StepFinding {
  return { outcome: 'skipped', seen, ...(fix && { fix }) };
}

/** Tries the steps of a ladder one after the other; each line is given as soon as it is known. */
export async function* climb({ topic, steps }: Ladder): AsyncGenerator<DoctorLine> {
  yield { kind: 'plan', topic, steps: steps.map(({ id, title }) => ({ id, title })) };
  const tried = new Map<string, DoctorStep>();
  for (const step of steps) {
    const result = await tryStep(step, tried);
    tried.set(step.id, result);
    yield { kind: 'step', step: result };
  }
  const cause = [...tried.values()].find(({ outcome }) => outcome === 'failed');
  yield { kind: 'end', cause: cause?.id ?? '' };
}

/** Tries one step, unless one of those that it needs is not ok. */
export async function tryStep(step: LadderStep, tried: ReadonlyMap<string, DoctorStep>): Promise<DoctorStep> {
  const { id, title, needs = [] } = step;
  const missing = needs
    .map((name) => tried.get(name))
    .find((one) => one !== undefined && one.outcome !== 'ok');
  const startedMs = performance.now();
  const finding = missing ? skipped(notTried(missing)) : await step.try().catch(findingOf);
  const { outcome, seen, details = [], fix = null } = finding;
  const tookMs = Math.round(performance.now() - startedMs);
  return { id, title, outcome, seen, details: details.slice(0, MAX_DETAILS), fix, tookMs };
}

/** Names what stopped it, however many steps lie between. */
function notTried({ title, outcome, seen }: DoctorStep): string {
  if (outcome === 'failed') return `${NOT_TRIED}: “${title}” failed`;
  return seen.startsWith(NOT_TRIED) ? seen : `${NOT_TRIED}: “${title}” was skipped`;
}

function findingOf(error: unknown): StepFinding {
  if (error instanceof TelltaleError) return failed(error.message, error.fix);
  return failed(error instanceof Error ? error.message : String(error));
}
