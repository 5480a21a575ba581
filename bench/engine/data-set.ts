import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { FAMILIES, FLEET_SIZES, Instance, STEP_S } from './fleet.ts';

/** Where the samples of a benchmark lie, and from when to when they go. */
export interface DataSet {
  readonly file: string;
  readonly series: number;
  readonly samples: number;
  readonly startS: number;
  /** Time of the newest sample. */
  readonly endS: number;
}

const HOURS = 6;

/** Writes six hours of a fleet as OpenMetrics with timestamps; a file that is there is used again. */
export function writeDataSet(folder: string, size: keyof typeof FLEET_SIZES): DataSet {
  mkdirSync(folder, { recursive: true });
  const description = join(folder, `fleet-${size}.json`);
  if (existsSync(description)) return JSON.parse(readFileSync(description, 'utf8')) as DataSet;
  const fleet = Array.from(
    { length: FLEET_SIZES[size].instances },
    (_, index) => new Instance(index, FLEET_SIZES[size]),
  );
  // A whole number of hours ago, so that all samples lie within one or two days of the past.
  const endS = Math.floor(Date.now() / 3_600_000 - 2) * 3600;
  const steps = (HOURS * 3600) / STEP_S;
  const startS = endS - steps * STEP_S;
  const file = join(folder, `fleet-${size}.om`);
  const handle = openSync(file, 'w');
  writeSync(handle, `${FAMILIES.join('\n')}\n`);
  for (let step = 0; step < steps; step++) {
    for (const instance of fleet) writeSync(handle, pageOf(instance, startS + step * STEP_S));
  }
  writeSync(handle, '# EOF\n');
  closeSync(handle);
  const series = fleet.reduce((sum, { values }) => sum + values.length, 0);
  const dataSet = { file, series, samples: series * steps, startS, endS: endS - STEP_S };
  writeFileSync(description, JSON.stringify(dataSet));
  return dataSet;
}

function pageOf(instance: Instance, timeS: number): string {
  instance.step();
  const { prefixes, values } = instance;
  let text = '';
  for (let i = 0; i < prefixes.length; i++) text += `${prefixes[i]}${values[i]} ${timeS}\n`;
  return text;
}
