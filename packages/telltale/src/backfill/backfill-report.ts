import type { ImportReport } from '@telltale/storage';
import type { CommandIo } from '../io/command-io.ts';
import type { FileContent } from './backfill-file.ts';

/** What a backfill did. */
export interface BackfillReport extends ImportReport {
  readonly files: readonly FileContent[];
  readonly dataFolder: string;
  readonly retentionMs: number;
  readonly durationMs: number;
  /** By how much the data folder grew, for each stored sample; `undefined` when there is none. */
  readonly bytesPerSample: number | undefined;
}

/** Whether anything of the files did not get into the store. */
export function isIncomplete(report: BackfillReport): boolean {
  const { tooOld, conflicts, outOfRange, files } = report;
  return tooOld + conflicts + outOfRange > 0 || files.some((file) => file.badLines > 0 || file.mayBeCut);
}

/** Prints a report for people; what was left out goes to the errors. */
export function printBackfillReport(report: BackfillReport, io: CommandIo): void {
  const { files, stored, duplicates, blocks, durationMs } = report;
  for (const file of files) {
    const unit = file.format === 'text' ? 'milliseconds' : 'seconds';
    io.write(`${file.file}: ${number(file.samples)} samples, times in ${unit}\n`);
  }
  const samples = files.reduce((sum, file) => sum + file.samples, 0);
  const rate = (samples / Math.max(1, durationMs) / 1000).toFixed(1);
  io.write(`  ${number(stored)} stored in ${number(blocks)} blocks of ${report.dataFolder}`);
  io.write(`${timeSpan(report)}, in ${(durationMs / 1000).toFixed(1)} s (${rate} M samples/s)\n`);
  if (report.bytesPerSample !== undefined) {
    io.write(`  ${report.bytesPerSample.toFixed(2)} bytes a sample on disk; `);
    io.write(`${number(report.series)} series, ${number(report.newSeries)} of them new\n`);
  }
  if (duplicates > 0) io.write(`  ${number(duplicates)} were there already\n`);
  for (const line of leftOut(report)) io.writeError(`  ${line}\n`);
}

function leftOut(report: BackfillReport): string[] {
  const { tooOld, conflicts, outOfRange, files, retentionMs } = report;
  const lines = files.flatMap(faultsOf);
  if (tooOld > 0) {
    const days = Number((retentionMs / 86_400_000).toFixed(2));
    lines.push(
      `${number(tooOld)} samples left out: older than the retention of ${days} days; ` +
        'keep them with a longer --retention.time, for the station too',
    );
  }
  if (conflicts > 0) {
    lines.push(
      `${number(conflicts)} samples left out: the store has another value at their time, which stays`,
    );
  }
  if (outOfRange > 0) {
    lines.push(`${number(outOfRange)} samples left out: their time is not from 1970 to 9999`);
  }
  return lines;
}

function faultsOf(file: FileContent): string[] {
  const lines = file.faults.map((fault) => `${file.file}, ${fault}`);
  const hidden = file.badLines - file.faults.length;
  if (hidden > 0) lines.push(`${file.file}: ${number(hidden)} more bad lines`);
  if (file.isStopped) {
    lines.push(
      'Reading ended there; the samples before it are stored. Correct the line and run it again, ' +
        'or pass over such lines with --skip-bad-lines.',
    );
  }
  if (file.exemplars > 0) lines.push(`${file.file}: ${number(file.exemplars)} exemplars left out`);
  if (file.mayBeCut) lines.push(`${file.file} ends without "# EOF": it may have been cut`);
  return lines;
}

function timeSpan({ firstMs, lastMs }: BackfillReport): string {
  if (firstMs === undefined || lastMs === undefined) return '';
  return `, ${new Date(firstMs).toISOString()} to ${new Date(lastMs).toISOString()}`;
}

function number(count: number): string {
  return count.toLocaleString('en-US');
}
