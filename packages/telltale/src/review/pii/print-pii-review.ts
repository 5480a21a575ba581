import { plural } from '../../check/report/plural.ts';
import { printable } from '../../io/printable.ts';
import type { PiiFinding, PiiReview } from './pii-finding.ts';

/** The review for people; no value is ever shown whole. */
export function printPiiReview({
  of,
  labels,
  values,
  records,
  findings,
  accepted,
  notLookedAt,
}: PiiReview): string {
  const lines = [
    `${printable(of)}: ${plural(labels, 'label')} with ${plural(values, 'value')}, ${plural(records, 'log record')}`,
    '',
    ...findings.flatMap(linesOf),
    ...(accepted.length > 0 ? ['Accepted', ...accepted.map(acceptedLine), ''] : []),
    ...(notLookedAt.length > 0
      ? ['Not looked at', ...notLookedAt.map((what) => `  ${printable(what)}`), '']
      : []),
    findings.length === 0 ? 'No secrets, no data of persons.' : `${plural(findings.length, 'finding')}.`,
  ];
  return `${lines.join('\n')}\n`;
}

function linesOf({ what, where, count, sample, metrics = [], next }: PiiFinding): readonly string[] {
  const many = where.startsWith('label ') ? plural(count, 'value') : plural(count, 'record');
  return [
    printable(what),
    `    ${many}, such as ${printable(sample)}`,
    ...(metrics.length > 0 ? [`    in ${metrics.map((name) => printable(name)).join(', ')}`] : []),
    `    → ${next}`,
    '',
  ];
}

function acceptedLine({ what, reason }: PiiReview['accepted'][number]): string {
  return `  ${printable(what)}: ${printable(reason)}`;
}
