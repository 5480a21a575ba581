import { VERDICT } from './block-judge.ts';
import type { BlockScan, JudgedBlock } from './block-scan.ts';
import type { LogBlockRef } from './log-block-ref.ts';
import { rowsBetween } from './row-range.ts';
import { StepCounts } from './step-counts.ts';

const MS_PER_MINUTE = 60_000;
const US_PER_MINUTE = 60_000_000;

export interface BlockCount {
  readonly startUs: number;
  /** Not part of it. */
  readonly endUs: number;
  readonly stepMs: number;
}

/** Counts records by steps and severities; blocks of which all is known from their summary are not opened. */
export async function countBlocks(
  scan: BlockScan,
  blocks: readonly LogBlockRef[],
  count: BlockCount,
): Promise<StepCounts> {
  const steps = new StepCounts(count.stepMs);
  await scan.each(blocks, (ref, judged) => {
    if (isKnown(ref, judged, count)) addSummary(judged, count, steps);
    else addRecords(scan, ref, count, steps);
  });
  return steps;
}

/** Whether the minutes of the summary say all: they are in one step each, and none is cut by the range. */
function isKnown(
  ref: LogBlockRef,
  { verdicts }: JudgedBlock,
  { startUs, endUs, stepMs }: BlockCount,
): boolean {
  const isCut = (timeUs: number): boolean =>
    timeUs % US_PER_MINUTE !== 0 && ref.startUs < timeUs && timeUs <= ref.endUs;
  return (
    stepMs % MS_PER_MINUTE === 0 &&
    !isCut(startUs) &&
    !isCut(endUs) &&
    verdicts.every((verdict) => verdict !== VERDICT.some)
  );
}

function addSummary({ summary, verdicts }: JudgedBlock, count: BlockCount, steps: StepCounts): void {
  for (const [i, { severity, minutes, counts }] of summary.entries()) {
    if (verdicts[i] === VERDICT.none) continue;
    for (const [place, minute] of minutes.entries()) {
      const timeUs = minute * US_PER_MINUTE;
      if (timeUs + US_PER_MINUTE > count.startUs && timeUs < count.endUs) {
        steps.add(minute * MS_PER_MINUTE, severity, counts[place]);
      }
    }
  }
}

function addRecords(scan: BlockScan, ref: LogBlockRef, count: BlockCount, steps: StepCounts): void {
  const block = scan.open(ref);
  const range = rowsBetween(block, ref, { ...count, order: 'oldest', after: undefined });
  const rows = new Uint8Array(block.count);
  rows.fill(1, range.first, range.end);
  scan.keep(block, rows);
  if (!rows.includes(1)) return;
  const { timesUs, severities } = block;
  for (let row = range.first; row < range.end; row++) {
    if (rows[row] === 1) steps.add(timesUs[row] / 1000, severities[row]);
  }
}
