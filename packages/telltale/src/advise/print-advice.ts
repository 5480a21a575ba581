import { formatByteSize, formatDuration } from '@telltale/model';
import type { CommandIo } from '../io/command-io.ts';
import type { CardinalityAdvice } from './cardinality-advice.ts';
import { recordingFor } from './cardinality-advice.ts';
import type { MemoryAdvice } from './memory-advice.ts';
import type { RetentionAdvice } from './retention-advice.ts';
import type { ThresholdAdvice, ThresholdFinding } from './threshold-advice.ts';
import type { UnusedAdvice } from './unused-advice.ts';

/** Prints which metrics nothing asks for, and panels for those that no panel shows. */
export function printUnused({ metrics, unused, withoutPanel }: UnusedAdvice, io: CommandIo): void {
  io.write(`${count(unused.length)} of ${count(metrics)} metrics are asked for by nothing\n`);
  for (const { name, series } of unused) {
    io.write(`  ${name}${series === undefined ? '' : `  ${count(series)} series`}\n`);
  }
  if (withoutPanel.length === 0) return;
  io.write(`\nin no panel, with one that would show it\n`);
  for (const { name, query } of withoutPanel) io.write(`  ${name}\n    ${query}\n`);
}

/** Prints the names with the most series, and what their labels cost. */
export function printCardinality({ series, names }: CardinalityAdvice, io: CommandIo): void {
  io.write(`${count(series)} series\n`);
  for (const cost of names) {
    const share = series === 0 ? 0 : cost.series / series;
    const budget =
      cost.budget === undefined ? '' : `, at most ${count(cost.budget)} an instance are declared`;
    io.write(`\n${cost.name}  ${count(cost.series)} series (${percent(share)})${budget}\n`);
    const worth = cost.labels.filter(({ saves }) => saves > 0);
    for (const { label, values, saves } of worth) {
      io.write(`  ${label}: ${count(values)} values; without it ${count(saves)} series fewer\n`);
    }
    if (worth.length > 0) io.write(indented(recordingFor(cost, worth[0])));
  }
}

/** Prints what memory goes into, and what saves some. */
export function printMemory(advice: MemoryAdvice, io: CommandIo): void {
  const { series, samplesPerSecond, residentBytes, bytesPerSeries, savings, remarks } = advice;
  const rate = samplesPerSecond === undefined ? '' : `, ${count(Math.round(samplesPerSecond))} samples/s`;
  io.write(`now       ${count(series)} series${rate}\n`);
  io.write(
    `memory    ${residentBytes === undefined ? 'not known: the server is not scraped itself' : formatByteSize(residentBytes)}\n`,
  );
  if (bytesPerSeries !== undefined) io.write(`measured  ${formatByteSize(bytesPerSeries)} a series\n`);
  for (const saving of savings) {
    const bytes = saving.bytes === undefined ? '' : `, about ${formatByteSize(saving.bytes)}`;
    io.write(`saves     ${count(saving.series)} series${bytes}: ${saving.what}\n`);
  }
  if (savings.length === 0)
    io.write('saves     nothing stands out: no label and no unused metric is worth a change\n');
  for (const remark of remarks) io.write(`note      ${remark}\n`);
}

/** Prints what looks back how far, and whether samples are kept so long. */
export function printRetention({ keptMs, needs, broken }: RetentionAdvice, io: CommandIo): void {
  io.write(`kept   ${keptMs === undefined ? 'not known' : formatDuration(keptMs)}\n`);
  for (const { what, windowMs } of needs) {
    const isBroken = broken.some((one) => one.what === what);
    io.write(
      `needs  ${formatDuration(windowMs).padEnd(8)} ${what}${isBroken ? '  longer than samples are kept' : ''}\n`,
    );
  }
  if (needs.length === 0) io.write('needs  nothing looks back: no rules and no definition were found\n');
}

/** Prints how often alerts would have fired, and better thresholds. */
export function printThresholds({ rangeMs, stepMs, findings, gaps }: ThresholdAdvice, io: CommandIo): void {
  io.write(`over the last ${formatDuration(rangeMs)}, looked at every ${formatDuration(stepMs)}\n`);
  for (const finding of findings) io.write(`\n${describeThreshold(finding)}`);
  if (gaps.length > 0) io.write('\n');
  for (const { name, reason } of gaps) io.write(`${name}  nothing to say: ${reason}\n`);
}

function describeThreshold(finding: ThresholdFinding): string {
  const { name, query, comparison, threshold, seen, firings, firingMs, suggestion } = finding;
  const times = firings === 1 ? 'once' : `${count(firings)} times`;
  const fired = firings === 0 ? 'never fired' : `fired ${times}, ${formatDuration(firingMs)} in all`;
  const verdict = suggestion === threshold ? 'keep it' : `${comparison} ${figure(suggestion)} would be calm`;
  return [
    `${name}  ${query} ${comparison} ${figure(threshold)}`,
    `  seen: median ${figure(seen.p50)}, 95 % ${figure(seen.p95)}, 99 % ${figure(seen.p99)}, worst ${figure(seen.worst)}`,
    `  ${fired}: ${verdict}`,
    '',
  ].join('\n');
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}

function figure(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
