import { formatDuration } from '@telltale/model';
import { plural } from '../../check/report/plural.ts';
import { listedRules } from '../listed-rules.ts';
import type { ReviewFinding } from '../finding.ts';
import type { ReviewCase } from '../review-case.ts';
import { NotKnown } from '../review-case.ts';

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** More often than once a day, people stop to read it. */
const MANY_A_WEEK = 7;
/** What fires for more of the time is no news. */
const MOST_OF_THE_TIME = 0.5;
/** In less time an alert that never fired says nothing. */
const LEAST_PERIOD_MS = WEEK_MS;
/** Below what servers allow for each series. */
const MAX_POINTS = 10_000;
const MIN_STEP_MS = 15_000;

/** What an alert did. */
interface AlertPast {
  readonly name: string;
  readonly times: number;
  readonly firingMs: number;
}

/** Alerts that fire too often, all the time, or never. */
export async function reviewAlerts(reviewed: ReviewCase): Promise<readonly ReviewFinding[]> {
  const { client, nowMs, periodMs } = reviewed;
  const stepMs = Math.max(MIN_STEP_MS, Math.ceil(periodMs / MAX_POINTS / 1000) * 1000);
  const query = 'count by (alertname) (ALERTS{alertstate="firing"})';
  const seen = (await client.range(query, nowMs - periodMs, nowMs, stepMs)).map((series) =>
    pastOf(series.labels.alertname ?? '', series.timesMs, stepMs),
  );
  const rules = (await listedRules(client)).filter(({ isAlert }) => isAlert);
  if (rules.length === 0 && seen.length === 0) throw new NotKnown('there are no alerts');
  const constant = new Set(rules.filter(({ query: text }) => isHeartbeat(text)).map(({ name }) => name));
  const judged = seen.filter(({ name }) => !constant.has(name));
  const always = judged.filter(
    ({ firingMs }) => firingMs > periodMs * MOST_OF_THE_TIME && periodMs >= DAY_MS,
  );
  const often = judged.filter(
    (one) => !always.includes(one) && one.times > Math.max(MANY_A_WEEK, (MANY_A_WEEK * periodMs) / WEEK_MS),
  );
  return [
    ...always.map(({ name, firingMs }): ReviewFinding => ({
      urgency: 'soon',
      area: 'alerts',
      what: `${name} fires ${Math.round((firingMs / periodMs) * 100)} % of the time`,
      next: 'Mend what it tells of, or change it: an alert that always fires hides the next one. npx telltale advise thresholds',
    })),
    ...often
      .toSorted((a, b) => b.times - a.times)
      .map(({ name, times, firingMs }): ReviewFinding => ({
        urgency: 'soon',
        area: 'alerts',
        what: `${name} fired ${times} times in ${spanOf(periodMs)}, ${spanOf(firingMs)} in all`,
        next: `A longer "for" or another threshold: npx telltale test --replay 30d ${name}`,
      })),
    ...(await neverFired(
      reviewed,
      rules.map(({ name }) => name),
    )),
  ];
}

function pastOf(name: string, timesMs: readonly number[], stepMs: number): AlertPast {
  const starts = timesMs.filter((atMs, index) => index === 0 || atMs - timesMs[index - 1] > stepMs * 1.5);
  return { name, times: starts.length, firingMs: timesMs.length * stepMs };
}

/** An alert that fires by design tells that alerts arrive. */
function isHeartbeat(query: string): boolean {
  return /^\s*vector\s*\(/.test(query);
}

async function neverFired(
  { client, nowMs, periodMs }: ReviewCase,
  names: readonly string[],
): Promise<readonly ReviewFinding[]> {
  if (periodMs < LEAST_PERIOD_MS || names.length === 0) return [];
  const range = `${Math.round(periodMs / 1000)}s`;
  const moved = await client.instant(`count by (alertname) (last_over_time(ALERTS[${range}]))`, nowMs);
  const known = new Set(moved.map(({ labels }) => labels.alertname));
  const never = [...new Set(names)].filter((name) => !known.has(name));
  if (never.length === 0) return [];
  return [
    {
      urgency: 'note',
      area: 'alerts',
      what: `${plural(never.length, 'alert')} neither fired nor came near it in ${spanOf(periodMs)}`,
      details: never,
      next: 'That is well where nothing happened. Whether they would fire: npx telltale prove',
    },
  ];
}

function spanOf(ms: number): string {
  return formatDuration(Math.round(ms / 60_000) * 60_000);
}
