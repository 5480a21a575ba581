import type {
  AlertProof,
  DrillDelivery,
  DrillHop,
  DrillSeries,
  ProofLevel,
  ProofStep,
} from '@telltale/alerting';
import { formatDuration } from '@telltale/model';
import { printable, printableLines } from '../../io/printable.ts';
import { formatPayload } from './format-payload.ts';
import { LEVEL_NAMES, STAGE_NAMES, formatWork, isProvenTo } from './proof-figures.ts';
import type { ReportStyle } from './proof-table.ts';
import { wrap } from './wrap.ts';

const INDENT = '  ';
const STEP_WIDTH = 26;
const WORK_WIDTH = 9;
const STAGE_WIDTH = 15;
const AFTER_WIDTH = 10;

/** One alert in full: its way up the ladder, the series, the way to its receivers, what arrived. */
export function formatProof(proof: AlertProof, wanted: ProofLevel, style: ReportStyle): string {
  const { series, hops, deliveries } = proof;
  const blocks = [
    headBlock(proof, wanted, style),
    proof.steps.flatMap((step) => stepLines(step, style)),
    section('made-up series', 'before the fault → during it', seriesLines(series), style),
    section(
      'timeline',
      'after the fault, and the work it took',
      hops.flatMap((hop) => hopLines(hop, style.width)),
      style,
    ),
    ...deliveries.map((delivery) => deliveryLines(delivery, style)),
  ];
  const filled = blocks.filter((lines) => lines.length > 0);
  return `${filled.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function headBlock(proof: AlertProof, wanted: ProofLevel, { paint, width }: ReportStyle): readonly string[] {
  const { alertName, severity, level, query } = proof;
  const isProven = isProvenTo(proof, wanted);
  const mark = isProven ? paint.green('✓') : paint.red('✗');
  const reached = level === null ? 'does not parse' : `level ${level}, ${LEVEL_NAMES.get(level)}`;
  const verdict = isProven ? paint.green(reached) : paint.red(`${reached}; level ${wanted} is asked`);
  const kind = severity === '' ? '' : paint.dim(` · ${printable(severity)}`);
  const lines = wrap(printable(query.replaceAll('\n', ' ')), width - INDENT.length);
  return [
    `${mark} ${paint.bold(printable(alertName))} · ${verdict}${kind}`,
    ...lines.map((line) => paint.dim(`${INDENT}${line}`)),
  ];
}

function stepLines({ level, name, outcome, detail, remarks, tookMs }: ProofStep, style: ReportStyle) {
  const { paint, width } = style;
  const marks = { passed: paint.green('✓'), failed: paint.red('✗'), 'not-run': paint.dim('·') };
  const work = outcome === 'not-run' ? '' : formatWork(tookMs);
  const indent = INDENT.length + 4 + STEP_WIDTH + WORK_WIDTH + 2;
  const room = Math.max(30, width - indent);
  const [first = '', ...rest] = wrap(printable(outcome === 'not-run' ? 'not tried' : detail), room);
  const colour =
    outcome === 'failed' ? paint.red : outcome === 'not-run' ? paint.dim : (text: string) => text;
  const head = `${INDENT}${level} ${marks[outcome]} ${name.padEnd(STEP_WIDTH)}${work.padStart(WORK_WIDTH)}  `;
  const notes = remarks.flatMap((remark) => wrap(`note: ${printable(remark)}`, room));
  return [
    head + colour(first),
    ...rest.map((line) => ' '.repeat(indent) + colour(line)),
    ...notes.map((line) => ' '.repeat(indent) + paint.yellow(line)),
  ];
}

function section(
  title: string,
  note: string,
  lines: readonly string[],
  { paint }: ReportStyle,
): readonly string[] {
  if (lines.length === 0) return [];
  return [`${paint.bold(title)} ${paint.dim(`(${note})`)}`, ...lines];
}

function seriesLines(series: readonly DrillSeries[]): readonly string[] {
  return series.map(({ series: name, quiet, firing }) => {
    const change = quiet === firing ? `${quiet}, all the time` : `${quiet} → ${firing}`;
    return `${INDENT}${printable(name)}  ${printable(change)}`;
  });
}

function hopLines({ stage, serviceMs, wallMs, detail }: DrillHop, width: number): readonly string[] {
  const isBefore = stage === 'synthesised' || stage === 'quiet';
  const after = isBefore ? '' : `+${formatDuration(serviceMs)}`;
  const head = `${INDENT}${STAGE_NAMES[stage].padEnd(STAGE_WIDTH)}${after.padStart(AFTER_WIDTH)}${formatWork(wallMs).padStart(WORK_WIDTH)}  `;
  const [first = '', ...rest] = wrap(printable(detail), Math.max(30, width - head.length));
  return [head + first, ...rest.map((line) => ' '.repeat(head.length) + line)];
}

function deliveryLines(delivery: DrillDelivery, { paint }: ReportStyle): readonly string[] {
  const { receiver, kind, status, serviceMs, payload } = delivery;
  const what = status === 'firing' ? 'that it fires' : 'that it has ended';
  const head = `${paint.bold(printable(receiver))} ${paint.dim(`(${kind})`)} was told ${what}, +${formatDuration(serviceMs)}`;
  const text = printableLines(formatPayload(kind, payload));
  return [head, ...text.split('\n').map((line) => paint.dim(`${INDENT}${line}`))];
}
