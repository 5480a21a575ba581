import type { DoctorDetail } from '@telltale/station/contract';
import { plural } from '../../check/report/plural.ts';
import { skipped } from '../../doctor/ladder.ts';
import type { StepFinding } from '../../doctor/ladder.ts';
import { verdictOf } from '../../doctor/verdict.ts';
import { fixOf, spanText } from '../../doctor/words.ts';
import type { ExpectedTarget } from '../facts/expected-targets.ts';
import type { SmokeRound } from '../facts/smoke-round.ts';

/** Whether each target of the definition is scraped, and answers. */
export async function tryTargets(round: SmokeRound): Promise<StepFinding> {
  const targets = await round.targets();
  if (targets.length === 0) return skipped('the definition has no targets');
  const nowMs = Date.now();
  const details = targets.map((target) => targetDetail(target, nowMs));
  const bad = targets.find((target) => targetDetail(target, nowMs).outcome === 'failed');
  return verdictOf(
    details,
    `${plural(targets.length, 'target')} up`,
    fixOf(
      bad?.listed
        ? 'Start the program, or correct the target. The doctor looks at it step by step:'
        : 'Give the server the targets of the definition: reload the station, or write prometheus.yml again.',
      bad?.listed ? `npx telltale doctor metrics --service ${bad.target.job}` : 'npx telltale drift',
    ),
  );
}

function targetDetail({ target, address, listed }: ExpectedTarget, nowMs: number): DoctorDetail {
  const title = `${target.job}${address === '' ? '' : ` at ${address}`}`;
  // A batch program is away most of the time.
  const missing = target.isBatch ? 'skipped' : 'failed';
  if (!listed) return { title, outcome: 'failed', seen: 'the server does not scrape it' };
  const { health, lastError, lastScrapeMs, intervalMs } = listed;
  if (health === 'down') return { title, outcome: missing, seen: lastError || 'down' };
  if (Number.isNaN(lastScrapeMs) || health !== 'up') {
    return { title, outcome: missing, seen: `not scraped yet; every ${spanText(intervalMs)}` };
  }
  return { title, outcome: 'ok', seen: `up, scraped ${spanText(Math.max(0, nowMs - lastScrapeMs))} ago` };
}
