import type { ImportReport } from '@telltale/storage';
import type { CommandIo } from '../io/command-io.ts';
import type { FileContent } from './backfill-file.ts';

/** Of fewer samples, the empty pages of new files weigh too much. */
const MIN_MEASURED_SAMPLES = 10_000;

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
  return tooOld + conflicts + outOfRange > 0 || files.some(isFileIncomplete);
}

function isFileIncomplete({ samples, badLines, tooFarAhead, mayBeCut }: FileContent): boolean {
  return samples === 0 || badLines > 0 || tooFarAhead > 0 || mayBeCut;
}

/** Prints a report for people; what was left out goes to the errors. */
export function printBackfillReport(report: BackfillReport, io: CommandIo): void {
  const { files, stored, duplicates, blocks, durationMs } = report;
  for (const file of files) {
    const times = file.format === undefined ? '' : `, times in ${timeUnit(file)}`;
    io.write(`${file.file}: ${count(file.samples)}${times}\n`);
  }
  const samples = files.reduce((sum, file) => sum + file.samples, 0);
  const rate = (samples / Math.max(1, durationMs) / 1000).toFixed(1);
  io.write(`  ${number(stored)} stored in ${number(blocks)} blocks of ${report.dataFolder}`);
  io.write(`${timeSpan(report)}, in ${(durationMs / 1000).toFixed(1)} s (${rate} M samples/s)\n`);
  const { bytesPerSample } = report;
  const density =
    bytesPerSample === undefined || stored < MIN_MEASURED_SAMPLES
      ? ''
      : `${bytesPerSample.toFixed(2)} bytes a sample on disk; `;
  io.write(`  ${density}${number(report.series)} series, ${number(report.newSeries)} of them new\n`);
  if (duplicates > 0) io.write(`  ${number(duplicates)} were there already\n`);
  for (const line of leftOut(report)) io.writeError(`  ${line}\n`);
}

function leftOut(report: BackfillReport): string[] {
  const { tooOld, conflicts, outOfRange, files, retentionMs } = report;
  const lines = files.flatMap(faultsOf);
  if (tooOld > 0) {
    const days = Number((retentionMs / 86_400_000).toFixed(2));
    lines.push(
      `${count(tooOld)} left out: older than the retention of ${days} days; ` +
        'keep them with a longer --retention.time, for the station too',
    );
  }
  if (conflicts > 0) {
    lines.push(`${count(conflicts)} left out: the store has another value at their time, which stays`);
  }
  if (outOfRange > 0) {
    lines.push(`${count(outOfRange)} left out: their time is not from 1970 to 9999`);
  }
  return lines;
}

function faultsOf(file: FileContent): string[] {
  const lines = file.faults.map((fault) => `${file.file}, ${fault}`);
  const hidden = file.badLines - file.faults.length;
  if (hidden > 0) lines.push(`${file.file}: ${number(hidden)} more bad lines`);
  if (file.samples === 0) {
    lines.push(
      `${file.file} has no samples that can be read: each needs a line "name{label="value"} value time", ` +
        'as OpenMetrics (seconds) and the text format (milliseconds) have them',
    );
  }
  if (file.tooFarAhead > 0) {
    lines.push(
      `${file.file}: ${count(file.tooFarAhead)} left out: their time is yet to come if read as ${timeUnit(file)}; ` +
        'another unit is chosen with --format',
    );
  }
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

function timeUnit({ format }: FileContent): string {
  return format === 'text' ? 'milliseconds' : 'seconds';
}

function count(samples: number): string {
  return `${number(samples)} ${samples === 1 ? 'sample' : 'samples'}`;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
