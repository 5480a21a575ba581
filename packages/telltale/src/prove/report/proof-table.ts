import type { AlertProof, ProofLevel } from '@telltale/alerting';
import { plural } from '../../check/report/plural.ts';
import type { Paint } from '../../check/report/paint.ts';
import { printable } from '../../io/printable.ts';
import {
  LEVEL_NAMES,
  afterFault,
  failedStep,
  formatWork,
  isProvenTo,
  outcomeAt,
  remarksOf,
  toldReceivers,
  triedLevels,
} from './proof-figures.ts';
import { cut, wrap } from './wrap.ts';

/** How a report is printed. */
export interface ReportStyle {
  readonly paint: Paint;
  /** Columns that lines may have. */
  readonly width: number;
}

/** What was proven, and how long it took. */
export interface ProofRun {
  readonly proofs: readonly AlertProof[];
  /** The level that is asked of every alert. */
  readonly wanted: ProofLevel;
  readonly tookMs: number;
}

/** Narrower terminals get lines that are broken by the terminal. */
const MIN_WIDTH = 60;
const MIN_NAME_WIDTH = 10;
const MARGIN = 2;
const FIRES_WIDTH = 7;
const ARRIVES_WIDTH = 9;
const MIN_RECEIVERS_WIDTH = 11;

const MARKS = { passed: '●', failed: '✗', 'not-run': '·', exempt: '○' } as const;

/** All alerts, one line each with the levels they reached; under those that stop, why. */
export function formatProofTable({ proofs, wanted, tookMs }: ProofRun, style: ReportStyle): string {
  const { paint } = style;
  const levels = triedLevels(proofs);
  const columns = columnsFor(proofs, levels, style.width);
  const header = paint.dim(
    [
      ' '.repeat(MARGIN) + 'alert'.padEnd(columns.name),
      levels.join(' '),
      `${'fires'.padStart(FIRES_WIDTH)}${'arrives'.padStart(ARRIVES_WIDTH)}`,
      'receivers',
    ].join('  '),
  );
  const rows = proofs.flatMap((proof) => formatRow(proof, { levels, columns, wanted, style }));
  const end = [
    ...formatLegend(levels, style),
    ...formatRemarks(proofs, style),
    '',
    formatSummary({ proofs, wanted, tookMs }, paint),
  ];
  return `${[header, ...rows, '', ...end].join('\n')}\n`;
}

interface Columns {
  readonly name: number;
  readonly receivers: number;
}

function columnsFor(proofs: readonly AlertProof[], levels: readonly ProofLevel[], width: number): Columns {
  const longest = Math.max(5, ...proofs.map(({ alertName }) => alertName.length));
  const fixed = MARGIN + 2 + (levels.length * 2 - 1) + 2 + FIRES_WIDTH + ARRIVES_WIDTH + 2;
  const rest = Math.max(MIN_WIDTH, width) - fixed;
  const name = Math.max(MIN_NAME_WIDTH, Math.min(longest, rest - MIN_RECEIVERS_WIDTH));
  return { name, receivers: Math.max(MIN_RECEIVERS_WIDTH, rest - name) };
}

interface RowContext {
  readonly levels: readonly ProofLevel[];
  readonly columns: Columns;
  readonly wanted: ProofLevel;
  readonly style: ReportStyle;
}

function formatRow(proof: AlertProof, { levels, columns, wanted, style }: RowContext): readonly string[] {
  const { paint, width } = style;
  const isProven = isProvenTo(proof, wanted);
  const mark = isProven ? paint.green('✓') : paint.red('✗');
  const fires = (afterFault(proof, 'firing') ?? '–').padStart(FIRES_WIDTH);
  const arrives = (afterFault(proof, 'delivered') ?? '–').padStart(ARRIVES_WIDTH);
  const line = [
    `${mark} ${cut(printable(proof.alertName), columns.name).padEnd(columns.name)}`,
    levels.map((level) => paintedMark(proof, level, paint)).join(' '),
    `${fires}${arrives}`,
    cut(printable(toldReceivers(proof).join(', ')), columns.receivers),
  ].join('  ');
  const stop = failedStep(proof);
  const reason = stop && `${stop.name}: ${stop.detail}`;
  const exempt = proof.exemption && `level ${proof.exemption.level} is not asked: ${proof.exemption.reason}`;
  const why = [reason, exempt].filter((text) => text !== undefined);
  const indent = ' '.repeat(MARGIN + 2);
  const below = why.flatMap((text) => wrap(printable(text), Math.max(MIN_WIDTH, width) - indent.length));
  return [line.trimEnd(), ...below.map((text) => `${indent}${isProven ? paint.dim(text) : paint.red(text)}`)];
}

function paintedMark(proof: AlertProof, level: ProofLevel, paint: Paint): string {
  const outcome = outcomeAt(proof, level);
  const colours = { passed: paint.green, failed: paint.red, 'not-run': paint.dim, exempt: paint.yellow };
  return colours[outcome](MARKS[outcome]);
}

function formatLegend(levels: readonly ProofLevel[], { paint, width }: ReportStyle): readonly string[] {
  const names = levels.map((level) => `${level}\u00a0${LEVEL_NAMES.get(level)?.replaceAll(' ', '\u00a0')}`);
  const lines = wrap(`levels: ${names.join(' · ')}`, Math.max(MIN_WIDTH, width));
  return lines.map((line) => paint.dim(line.replaceAll('\u00a0', ' ')));
}

function formatRemarks(proofs: readonly AlertProof[], { paint, width }: ReportStyle): readonly string[] {
  return [...remarksOf(proofs)].flatMap(([remark, names]) => {
    const who = names.length > 2 ? plural(names.length, 'alert') : names.join(', ');
    const [first, ...rest] = wrap(
      `note: ${printable(who)}: ${printable(remark)}`,
      Math.max(MIN_WIDTH, width),
    );
    return [first.replace('note:', paint.yellow('note:')), ...rest.map((line) => `      ${line}`)];
  });
}

/** How many reached what is asked, and where the others stopped. */
function formatSummary({ proofs, wanted, tookMs }: ProofRun, paint: Paint): string {
  const proven = proofs.filter((proof) => isProvenTo(proof, wanted)).length;
  const name = LEVEL_NAMES.get(wanted) ?? '';
  const text = `${proven} of ${plural(proofs.length, 'alert')} proven to level ${wanted} (${name})`;
  const colour = proven === proofs.length ? paint.green : paint.red;
  return `${colour(text)} in ${formatWork(tookMs)}`;
}
