import type { DoctorDetail } from '@telltale/station/contract';
import { plural } from '../../check/report/plural.ts';
import { skipped } from '../../doctor/ladder.ts';
import type { StepFinding } from '../../doctor/ladder.ts';
import { verdictOf } from '../../doctor/verdict.ts';
import { fixOf, listText } from '../../doctor/words.ts';
import type { HealthAnswer } from '../facts/health-answers.ts';
import type { SmokeRound } from '../facts/smoke-round.ts';

const OK = 200;
const NOT_FOUND = 404;
const UNAVAILABLE = 503;

/** Whether the programs of the definition say that they are well. */
export async function tryHealth(round: SmokeRound): Promise<StepFinding> {
  const answers = await round.health();
  const details = answers.map((answer) => healthDetail(answer, round.tries));
  if (details.every(({ outcome }) => outcome === 'skipped')) {
    return skipped(
      details[0]?.seen ?? 'the definition has no program of its own to ask',
      fixOf(
        'The SDK serves pages of health; checks are declared in the definition:',
        "health: { checks: ['database'] },",
      ),
    );
  }
  const bad = answers.find((answer) => healthDetail(answer, round.tries).outcome === 'failed');
  const well = details.filter(({ outcome }) => outcome === 'ok').length;
  return verdictOf(
    details,
    `${plural(well, 'page')} of health say that all is well`,
    fixOf('See what it says of itself:', `curl -i '${bad?.page.url ?? ''}?verbose'`),
  );
}

function healthDetail(
  { page, target, isDeclared, isDown }: HealthAnswer,
  tries: ReadonlySet<string>,
): DoctorDetail {
  const title = `${target.job} ${page.url}`;
  const { status, error, told, checks, tookMs } = page;
  if (isDown && status === 0 && tries.has('targets')) {
    return { title, outcome: 'skipped', seen: 'not tried: its target is down' };
  }
  if (status === 0) return { title, outcome: 'failed', seen: error };
  if (status === OK) return { title, outcome: 'ok', seen: `HTTP ${OK} in ${tookMs} ms` };
  if (status === NOT_FOUND && !isDeclared) return { title, outcome: 'skipped', seen: 'no page of health' };
  const bad = checks.filter(({ isWell }) => !isWell).map(({ name }) => name);
  if (status === UNAVAILABLE && bad.length > 0 && tries.has('backing')) {
    return { title, outcome: 'skipped', seen: `HTTP ${status}, because of ${listText(bad)}: see below` };
  }
  const why = bad.length > 0 ? `of its checks fail: ${listText(bad)}` : told;
  return { title, outcome: 'failed', seen: `HTTP ${status}${why === '' ? '' : `; ${why}`}` };
}
