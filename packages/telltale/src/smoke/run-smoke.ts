import { setTimeout as sleep } from 'node:timers/promises';
import { TelltaleError } from '@telltale/model';
import { tryStep } from '../doctor/ladder.ts';
import { spanText } from '../doctor/words.ts';
import { createRound } from './facts/smoke-round.ts';
import type { SmokeCase } from './smoke-case.ts';
import type { SmokeReport, SmokeResult } from './smoke-report.ts';
import { failedSteps } from './smoke-report.ts';
import type { SmokeStep } from './smoke-steps.ts';

/** How steps are tried. */
export interface SmokePlan {
  readonly examined: SmokeCase;
  readonly steps: readonly SmokeStep[];
  /** As long as something fails, it is tried again within this time. */
  readonly waitMs: number;
  /** Hears what is being tried. */
  readonly onProgress: (text: string) => void;
}

/** Between two looks at what failed. */
const PAUSE_MS = 1000;
/** A step that takes longer has failed: nothing that hangs may hold up the others. */
const STEP_LIMIT_MS = 60_000;

/** Tries all steps, then again and again those that failed, until all is well or the time is over. */
export async function runSmoke({ examined, steps, waitMs, onProgress }: SmokePlan): Promise<SmokeReport> {
  const startedAtMs = Date.now();
  const results = new Map<string, SmokeResult>();
  let meant = steps;
  for (;;) {
    await tryAll(meant, { examined, results, onProgress });
    meant = unsettled(steps, results);
    const leftMs = startedAtMs + waitMs - Date.now();
    if (meant.length === 0 || leftMs <= 0) break;
    onProgress(`waiting for: ${meant.map(({ id }) => id).join(', ')}`);
    await sleep(Math.min(PAUSE_MS, leftMs));
  }
  return {
    service: examined.definition.service,
    startedAtMs,
    tookMs: Date.now() - startedAtMs,
    steps: [...results.values()],
  };
}

/** What failed, and what was not tried because of it. */
function unsettled(
  steps: readonly SmokeStep[],
  results: ReadonlyMap<string, SmokeResult>,
): readonly SmokeStep[] {
  const failed = new Set(failedSteps({ steps: [...results.values()] }).map(({ id }) => id));
  return steps.filter(({ id, needs }) => failed.has(id) || needs.some((need) => failed.has(need)));
}

interface Trial {
  readonly examined: SmokeCase;
  /** Of each step the newest. */
  readonly results: Map<string, SmokeResult>;
  readonly onProgress: (text: string) => void;
}

async function tryAll(steps: readonly SmokeStep[], { examined, results, onProgress }: Trial): Promise<void> {
  let ending = new AbortController();
  let round = createRound(examined, ending.signal);
  for (const step of steps) {
    onProgress(step.title);
    const limited = {
      id: step.id,
      title: step.title,
      needs: step.needs,
      try: () => withinLimit(step.try(round), ending),
    };
    const attempts = (results.get(step.id)?.attempts ?? 0) + 1;
    results.set(step.id, {
      ...(await tryStep(limited, results)),
      asked: step.asks(round),
      attempts,
    });
    if (!ending.signal.aborted) continue;
    // What was stopped in the middle is of no use to the next step.
    ending = new AbortController();
    round = createRound(examined, ending.signal);
  }
  ending.abort();
}

async function withinLimit<Result>(trying: Promise<Result>, ending: AbortController): Promise<Result> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const text = `not known within ${spanText(STEP_LIMIT_MS)}: something hangs`;
    reject(new TelltaleError('TT_STATION_UNREACHABLE', text));
    ending.abort();
  }, STEP_LIMIT_MS);
  // It may fail when nobody listens any more.
  trying.catch(() => undefined);
  try {
    return await Promise.race([trying, late]);
  } finally {
    clearTimeout(timer);
  }
}
