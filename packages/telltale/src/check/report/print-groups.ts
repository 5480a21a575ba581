import type { Finding, Severity } from '../finding.ts';
import type { Paint } from './paint.ts';
import { plural } from './plural.ts';
import { printable } from '../../io/printable.ts';
import { colorOf, printFinding } from './print-finding.ts';

/** Findings of a rule that are shown with their text. */
const MAX_SHOWN = 2;
/** Further findings of a rule that are listed, a line each. */
const MAX_LISTED = 5;

const ORDER: readonly Severity[] = ['error', 'warning', 'info'];

/**
 * Many findings: by rule, the gravest first; of each rule some in full, some in a line, the others
 * counted.
 */
export function printGroups(findings: readonly Finding[], paint: Paint): readonly string[] {
  const groups = [
    ...Map.groupBy(findings, ({ severity, ruleId }) => `${ORDER.indexOf(severity)} ${ruleId}`),
  ].toSorted(([a, first], [b, second]) => a.localeCompare(b) && byGravity(first, second));
  return groups.flatMap(([, group]) => printGroup(group, paint));
}

function byGravity(a: readonly Finding[], b: readonly Finding[]): number {
  return ORDER.indexOf(a[0].severity) - ORDER.indexOf(b[0].severity) || b.length - a.length;
}

function printGroup(group: readonly Finding[], paint: Paint): readonly string[] {
  const [{ severity, ruleId }] = group;
  const title = `${colorOf(severity, paint)(severity)}  ${paint.bold(ruleId)}  ${plural(group.length, 'finding')}`;
  const shown = group
    .slice(0, group.length === MAX_SHOWN + 1 ? group.length : MAX_SHOWN)
    .map((finding, index) => indented(printFinding(finding, paint, { why: index === 0, rule: false })));
  const others = group.slice(shown.length);
  const listed = others.slice(0, MAX_LISTED).map((finding) => `  ${lineOf(finding, paint)}`);
  const more = others.length - listed.length;
  const rest = more > 0 ? [`  ${paint.dim(`and ${more} more: --all lists them`)}`] : [];
  return [[title, ...shown].join('\n'), ...(listed.length > 0 ? [[...listed, ...rest].join('\n')] : [])];
}

function indented(block: string): string {
  return block.replaceAll(/^/gm, '  ');
}

function lineOf({ place: { position, subject }, message }: Finding, paint: Paint): string {
  const at = paint.bold(`${printable(position.file)}:${position.line}:${position.column}`);
  const where = subject === '' ? '' : `  ${paint.dim(`in ${printable(subject)}`)}`;
  return `${at}  ${printable(message)}${where}`;
}
