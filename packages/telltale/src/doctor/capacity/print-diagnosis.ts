import type { CommandIo } from '../../io/command-io.ts';
import type { CapacityDiagnosis, ResourceDiagnosis } from './capacity-diagnosis.ts';

const NAME_WIDTH = 24;

/** Prints the diagnosis for people. */
export function printDiagnosis(
  { resources, daysPerGigabyte, block }: CapacityDiagnosis,
  io: CommandIo,
): void {
  for (const one of resources) io.write(`${resourceLine(one)}\n`);
  io.write('\nmeasured on two cores:\n');
  for (const { resource, measured } of resources) io.write(`${named(resource)}${measured}\n`);
  if (daysPerGigabyte !== undefined) {
    io.write(
      `\n1 GB keeps the samples of ${days(daysPerGigabyte)}; telltale advise capacity says more of the disk\n`,
    );
  }
  const isNear = resources.some(({ isNearlyFull }) => isNearlyFull);
  const when = isNear
    ? 'It is time to hand over. Into the definition:'
    : 'When it is time, into the definition:';
  io.write(`\n${when}\n\n${block}`);
}

function resourceLine({ resource, used, limit, ratio, daysUntilFull }: ResourceDiagnosis): string {
  const share = `${Math.round(ratio * 100)} %`.padStart(6);
  const amount = `${count(used)} of ${count(limit)}`;
  return `${named(resource)}${share}  ${amount.padEnd(26)}${whenFull(daysUntilFull)}`.trimEnd();
}

function whenFull(daysUntilFull: number | undefined): string {
  if (daysUntilFull === undefined) return 'not growing';
  return daysUntilFull === 0
    ? 'reached'
    : `reached in ${days(daysUntilFull)} if it goes on like the last day`;
}

function named(resource: string): string {
  return resource.replaceAll('_', ' ').padEnd(NAME_WIDTH);
}

function days(value: number): string {
  return value < 10 ? `${value.toFixed(1)} days` : `${count(value)} days`;
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
