import { formatDuration } from '@telltale/model';
import { plural } from '../check/report/plural.ts';
import { printable } from '../io/printable.ts';
import type { ReviewFinding, Urgency } from './finding.ts';
import { URGENCIES } from './finding.ts';
import type { Review } from './run-review.ts';

const TITLES: Readonly<Record<Urgency, readonly [title: string, color: number]>> = {
  urgent: ['Now', 31],
  soon: ['Soon', 33],
  note: ['Good to know', 36],
};
/** More of them nobody reads; `--json` has all. */
const MAX_DETAILS = 5;

/** The review for people: what cannot wait first, each with what to do next. */
export function printReview(review: Review, useColor: boolean): string {
  const lines = [headOf(review), ''];
  for (const urgency of URGENCIES) {
    const found = review.findings.filter((finding) => finding.urgency === urgency);
    if (found.length === 0) continue;
    const [title, color] = TITLES[urgency];
    lines.push(useColor ? `\u001B[${color}m${title}\u001B[0m` : title, ...found.flatMap(linesOf), '');
  }
  if (review.notLookedAt.length > 0) {
    lines.push(
      'Not looked at',
      ...review.notLookedAt.map(({ area, reason }) => `  ${area}: ${printable(reason)}`),
      '',
    );
  }
  const found = plural(review.findings.length, 'finding');
  lines.push(review.findings.length === 0 ? 'Nothing to see to.' : `${found}.`);
  return `${lines.join('\n')}\n`;
}

function headOf({ of, atMs, comparedWithMs, periodMs, metrics, series, targets }: Review): string {
  const size = `${plural(targets, 'target')}, ${plural(metrics, 'metric')}, ${series.toLocaleString('en-US')} series`;
  const compared =
    comparedWithMs === null
      ? 'for the first time'
      : `compared with ${formatDuration(Math.round((atMs - comparedWithMs) / 60_000) * 60_000)} before`;
  return `${printable(of)}: ${size}; ${compared}, looked back over ${formatDuration(Math.round(periodMs / 60_000) * 60_000)}`;
}

function linesOf({ what, details = [], next }: ReviewFinding): readonly string[] {
  const more = details.length - MAX_DETAILS;
  return [
    `  ${printable(what)}`,
    ...details.slice(0, MAX_DETAILS).map((detail) => `      ${printable(detail)}`),
    ...(more > 0 ? [`      … and ${more} more`] : []),
    `      → ${printable(next)}`,
  ];
}
