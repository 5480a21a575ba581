import { formatDuration } from '@telltale/model';
import type { LabelSet } from '@telltale/model';
import type { SynthesisedSeries } from '../synthesis/synthesise.ts';
import { evaluateNext, evaluateUntil, firingBench, isFiring } from './bench-steps.ts';
import { whoNoticesTheEnd } from './end-of-target.ts';
import type { ProofQuestion, StepResult } from './proof-question.ts';
import { StepFailure } from './proof-question.ts';
import { faultyTarget, targetDown, withUp } from './target-down.ts';

/**
 * Level 3: the alert survives what happens to scrapes every day.
 *
 * - *A scrape is left out* (the server restarts or is overloaded: no samples, no staleness markers). A firing
 *   alert goes on firing at every evaluation.
 * - *A scrape fails* (the target does not answer once: staleness markers, `up` is 0). The alert goes on firing,
 *   or fires again once its `for` is over while the fault lasts; that it starts anew is remarked. What the
 *   target is like is unknown at that moment, and the next point makes sure that somebody watches that.
 * - *The target ends* (it never answers again). The alert goes on firing, or another alert that is routed to
 *   somebody begins to fire: no fault may end by the silence of the one who reports it. Where the target is the
 *   server that evaluates the rules, no rule can tell of that: a heartbeat does, which is remarked.
 */
export async function survivesMissedScrapes(question: ProofQuestion): Promise<StepResult> {
  const series = withUp(await question.series());
  const target = faultyTarget(series);
  await overLeftOutScrape(question, series);
  const restarts = await overFailedScrape(question, series, target);
  const end = await whoNoticesTheEnd(question, series, target);
  const remarks = [
    ...(restarts ? ['a failed scrape starts its `for` anew; keep_firing_for bridges it'] : []),
    ...(end.remarks ?? []),
  ];
  return { detail: `fires through a missed scrape; ${end.detail}`, remarks };
}

async function overLeftOutScrape(question: ProofQuestion, series: SynthesisedSeries): Promise<void> {
  const bench = await firingBench(question, series);
  try {
    bench.leaveOutUntil(bench.clock.now() + bench.stepMs);
    for (let i = 0; i < 2; i++) {
      await evaluateNext(bench, series.firing);
      if (isFiring(bench, question.rule.name)) continue;
      const interval = formatDuration(series.intervalMs);
      throw new StepFailure(
        `One missed scrape resolves the alert: its range is too short for a scrape every ${interval}.`,
      );
    }
  } finally {
    await bench.stop();
  }
}

/** Whether the alert stopped firing for a moment. */
async function overFailedScrape(
  question: ProofQuestion,
  series: SynthesisedSeries,
  target: LabelSet,
): Promise<boolean> {
  const bench = await firingBench(question, series);
  const fires = () => isFiring(bench, question.rule.name);
  try {
    await evaluateNext(bench, targetDown(series, target));
    if (fires()) return false;
    const patienceMs = question.rule.forMs + 2 * series.windowMs;
    if ((await evaluateUntil(bench, series.firing, patienceMs, fires)) !== undefined) return true;
    const waited = formatDuration(patienceMs);
    throw new StepFailure(
      `After one failed scrape the alert does not fire again within ${waited}, though the fault lasts.`,
    );
  } finally {
    await bench.stop();
  }
}
