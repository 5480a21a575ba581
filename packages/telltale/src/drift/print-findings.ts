import { printable } from '../io/printable.ts';
import type { DriftArea, DriftFinding } from './drift-entry.ts';
import type { DriftReport } from './find-drift.ts';

const AREAS: readonly (readonly [DriftArea, string])[] = [
  ['rules', 'Rules'],
  ['targets', 'Targets'],
  ['metrics', 'Metrics'],
  ['queries', 'Queries'],
  ['routing', 'Routing'],
  ['dashboards', 'Dashboards'],
];

const SIGNS = {
  missing: ['-', 'is defined and not there', 31],
  extra: ['+', 'is there and not defined', 33],
  changed: ['~', 'is not as it is defined', 33],
} as const;

/** The report for people: by area, with what to do. */
export function printFindings({ findings, notices, compared }: DriftReport, useColor: boolean): string {
  const lines = AREAS.flatMap(([area, title]) => {
    const found = findings.filter((finding) => finding.area === area);
    return found.length === 0
      ? []
      : [title, ...found.flatMap((finding) => findingLines(finding, useColor)), ''];
  });
  if (notices.length > 0) {
    lines.push(
      'As defined, and not well',
      ...notices.map(({ title, detail }) => `  ! ${printable(`${title}: ${detail}`)}`),
      '',
    );
  }
  const verdict =
    findings.length === 0
      ? `No drift: ${compared} compared.`
      : `${findings.length} ${findings.length === 1 ? 'difference' : 'differences'}, ${compared} compared.`;
  return `${[...lines, verdict].join('\n')}\n`;
}

function findingLines({ kind, title, fields, fix }: DriftFinding, useColor: boolean): readonly string[] {
  const [sign, text, color] = SIGNS[kind];
  const shown = useColor ? `\u001B[${color}m${sign}\u001B[0m` : sign;
  return [
    `  ${shown} ${printable(title)} ${text}`,
    ...fields.flatMap(({ name, defined, live }) => [
      `      ${name} defined: ${printable(defined) || '(nothing)'}`,
      `      ${' '.repeat(name.length)}    live: ${printable(live) || '(nothing)'}`,
    ]),
    `      → ${printable(fix)}`,
  ];
}
