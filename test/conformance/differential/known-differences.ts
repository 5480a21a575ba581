import { parseDuration } from '@telltale/model';
import type { Answer, Points, Question } from './answer.ts';
import { answerDifference } from './compare-answers.ts';

/** Something that Prometheus 3, and so we, do in another way than the Prometheus 2.42 we compare with. */
export interface KnownDifference {
  readonly reason: string;
  /** Whether two answers that differ may do so for this reason. */
  readonly isMeant: (question: Question, theirs: Answer, ours: Answer) => boolean;
}

/** Every difference that is allowed. Whatever else differs is a fault. */
export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    reason: 'metric names are dropped at the end of a query and not by each function',
    isMeant: (_, theirs, ours) =>
      refuses(theirs, /cannot contain metrics with the same labelset/) && ours.kind === 'series',
  },
  {
    // Which of two series `or` gives may change within the window of a subquery.
    reason: 'series that only differ in a name to be dropped are still two in a subquery',
    isMeant: ({ query }, theirs, ours) =>
      /\bor\b/.test(query) &&
      /\[\w+:\w*\]/.test(query) &&
      /^(?:count|sum|avg|group|quantile|std\w+)\b/.test(query) &&
      theirs.kind === 'series' &&
      ours.kind === 'series',
  },
  {
    reason: 'any text is a label name',
    isMeant: (_, theirs, ours) =>
      refuses(theirs, /invalid (?:destination )?label name/) && ours.kind === 'series',
  },
  {
    reason: 'a duration is a number of seconds wherever a number may be',
    isMeant: (_, theirs, ours) => refuses(theirs, /unexpected duration/) && ours.kind === 'series',
  },
  {
    reason: 'several matches are refused before a comparison drops some of them',
    isMeant: ({ query }, theirs, ours) =>
      /[=!<>]/.test(query) && theirs.kind === 'series' && refuses(ours, /multiple matches for labels/),
  },
  {
    reason: 'the deviation of a single infinite or undefined value is undefined, not zero',
    isMeant: ({ query }, theirs, ours) =>
      /stddev|stdvar/.test(query) && differOnlyWhere(theirs, ours, (_, value) => Number.isNaN(value)),
  },
  {
    reason: 'an offset may have several signs',
    isMeant: ({ query }, theirs, ours) =>
      /offset\s+[-+]\s*[-+]/.test(query) &&
      refuses(theirs, /in offset, expected duration/) &&
      ours.kind === 'series',
  },
  {
    // There it is taken for relative to what is around it, while the subquery has moved it.
    reason:
      'a fixed time in a subquery that begins with the query, or with a subquery around it, is that time',
    isMeant: ({ query, startMs }) => {
      const steps = stepsAfterFixedTime(query);
      return steps.length > 1 || steps.some((stepMs) => startMs % stepMs === 0);
    },
  },
  {
    reason: 'atan2 drops the metric name, as all arithmetic does, also where that makes series alike',
    isMeant: ({ query }, theirs, ours) =>
      /atan2/.test(query) &&
      (answerDifference(withoutNames(theirs), withoutNames(ours), TOLERANCE) === undefined ||
        (theirs.kind === 'series' && refuses(ours, /cannot contain metrics with the same labelset/))),
  },
  {
    reason: 'a sum that becomes infinite stays infinite',
    isMeant: ({ query }, theirs, ours) =>
      /(?:sum|avg|stddev|stdvar)_over_time/.test(query) &&
      differOnlyWhere(theirs, ours, (old, value) => Number.isNaN(old) && Math.abs(value) === Infinity),
  },
  {
    reason: 'timestamp() and predict_linear() of a fixed time hold it in every step',
    isMeant: ({ query }) => /(?:timestamp|predict_linear)\((?:[^()]|\(\))*@/.test(query),
  },
];

const DEFAULT_STEP_MS = 60_000;

/** The steps of the subqueries that have a fixed time inside. */
function stepsAfterFixedTime(query: string): number[] {
  const at = query.indexOf('@');
  if (at === -1) return [];
  const subqueries = query.slice(at).matchAll(/\[\w+:(?<step>\w*)\]/g);
  return [...subqueries].map(({ groups }) => parseDuration(groups?.['step'] ?? '') ?? DEFAULT_STEP_MS);
}

const TOLERANCE = { relative: 1e-9, absolute: 0 };

function withoutNames(answer: Answer): Answer {
  if (answer.kind !== 'series') return answer;
  const series = [...answer.series].map(([labels, points]): [string, Points] => [
    labels.replace(/^\w+(?=\{)/, ''),
    points,
  ]);
  return { kind: 'series', series: new Map(series) };
}

function refuses(answer: Answer, reason: RegExp): boolean {
  return answer.kind === 'refusal' && reason.test(answer.reason);
}

/** Whether both have the same points, and those with different values are all of a kind. */
function differOnlyWhere(
  theirs: Answer,
  ours: Answer,
  isMeant: (theirs: number, ours: number) => boolean,
): boolean {
  if (theirs.kind !== 'series' || ours.kind !== 'series' || theirs.series.size !== ours.series.size)
    return false;
  return [...theirs.series].every(([labels, points]) => {
    const own = ours.series.get(labels);
    if (own?.size !== points.size) return false;
    return [...points].every(([ms, value]) => {
      const ownValue = own.get(ms);
      return ownValue !== undefined && (isAlike(value, ownValue) || isMeant(value, ownValue));
    });
  });
}

function isAlike(a: number, b: number): boolean {
  if (Number.isNaN(a) && Number.isNaN(b)) return true;
  return a === b || Math.abs(a - b) <= 1e-9 * (Math.abs(a) + Math.abs(b));
}
