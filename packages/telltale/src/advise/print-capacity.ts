import { formatByteSize } from '@telltale/model';
import type { CommandIo } from '../io/command-io.ts';
import type { CapacityAdvice } from './capacity-advice.ts';

const DAY_MS = 86_400_000;

/** Prints the advice for people. */
export function printCapacity(advice: CapacityAdvice, io: CommandIo): void {
  const { figures, plan } = advice;
  const line = (name: string, text: string) => io.write(`${name.padEnd(10)}${text}\n`);
  line('now', `${count(figures.series)} series, ${rate(figures.samplesPerSecond)}`);
  line('measured', measured(advice));
  line(
    'data',
    `${formatByteSize(figures.diskBytes)}, ${formatByteSize(figures.walBytes)} of it write-ahead log`,
  );
  const { logs, traces } = figures;
  if (logs.records > 0) line('logs', `${formatByteSize(logs.bytes)} for ${count(logs.records)} records`);
  if (traces.records > 0)
    line('traces', `${formatByteSize(traces.bytes)} for ${count(traces.records)} spans`);
  line(
    'growth',
    `${formatByteSize(advice.bytesPerDay)} a day, up to ${formatByteSize(advice.bytesAtRetention)} at the retention of ${days(figures.retentionMs)}`,
  );
  line('room', room(advice));
  line('full', fullness(advice));
  if (plan === undefined) return;
  const [least, most] = plan.ruleOfThumbBytes.map(formatByteSize);
  line('planned', `${rate(plan.samplesPerSecond)} kept for ${days(plan.retentionMs)}`);
  line('needs', `${formatByteSize(plan.bytes)} (at 1 to 2 bytes a sample: ${least} to ${most})`);
  const { capacityBytes } = advice;
  if (capacityBytes === undefined || plan.bytes <= capacityBytes) return;
  const missing = formatByteSize(plan.bytes - capacityBytes);
  line('missing', `${missing}: plan a shorter retention, fewer series, a longer interval or a larger disk`);
}

function measured({ bytesPerSample, figures }: CapacityAdvice): string {
  if (bytesPerSample === undefined) {
    return `too few samples in blocks yet (${count(figures.blockSamples)}); 2 bytes a sample are assumed`;
  }
  return `${bytesPerSample.toFixed(2)} bytes a sample, over ${count(figures.blockSamples)} samples with their index`;
}

function room({ capacityBytes, figures }: CapacityAdvice): string {
  if (capacityBytes === undefined) return 'not known: the system does not say what the disk has free';
  const isLimit = capacityBytes === figures.retentionBytes;
  return `${formatByteSize(capacityBytes)}: ${isLimit ? 'the limit of --retention.size' : 'what is there and what the disk has free'}`;
}

function fullness({ daysUntilFull, capacityBytes, figures }: CapacityAdvice): string {
  if (daysUntilFull === undefined) return 'never at this rate: the retention comes first';
  const end =
    capacityBytes === figures.retentionBytes
      ? 'then the oldest samples go before their time'
      : 'shorten --retention.time or set --retention.size before';
  return `in ${daysUntilFull < 10 ? daysUntilFull.toFixed(1) : Math.round(daysUntilFull)} days; ${end}`;
}

function rate(samplesPerSecond: number): string {
  return `${count(Math.round(samplesPerSecond))} samples/s`;
}

function days(ms: number): string {
  return `${Number((ms / DAY_MS).toFixed(2))} days`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
