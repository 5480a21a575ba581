import { TelltaleError } from '@telltale/model';
import { askCapacity } from '../advise/station-capacity.ts';
import { GROWTH_QUERY, diagnoseCapacity } from '../doctor/capacity-diagnosis.ts';
import { printDiagnosis } from '../doctor/print-diagnosis.ts';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { printableLines } from '../io/printable.ts';
import { serverAddress } from '../io/server-address.ts';
import { createPrometheusClient } from '../server/prometheus-client.ts';

/** The options of `telltale doctor`. */
export interface DoctorCommandOptions {
  /** What is looked at. */
  readonly topic: string;
  readonly url?: string;
  readonly json?: boolean;
}

/** Looks at one thing and returns the exit code. */
type Topic = (options: DoctorCommandOptions, io: CommandIo) => Promise<number>;

const TOPICS: ReadonlyMap<string, Topic> = new Map([['capacity', capacityTopic]]);

/**
 * `telltale doctor`: looks whether a running station is well. Returns 1 where something is to be done: for `capacity` when 70 %
 * are used of what one station was measured with.
 *
 * @throws TelltaleError TT_USAGE, TT_STATION_UNREACHABLE.
 */
export async function doctorCommand(options: DoctorCommandOptions, io: CommandIo): Promise<number> {
  const topic = TOPICS.get(options.topic);
  if (!topic) {
    throw new TelltaleError('TT_USAGE', `the doctor knows nothing about "${options.topic}"`, {
      fix: `He looks at: ${[...TOPICS.keys()].join(', ')}.`,
    });
  }
  return topic(options, io);
}

async function capacityTopic({ url, json }: DoctorCommandOptions, io: CommandIo): Promise<number> {
  const address = serverAddress(url, io);
  const [figures, growth] = await Promise.all([
    askCapacity(address),
    createPrometheusClient(address).instant(GROWTH_QUERY),
  ]);
  if (!Array.isArray(figures.envelope)) {
    throw new TelltaleError(
      'TT_STATION_UNREACHABLE',
      `the station at ${address} is too old to know its limits`,
    );
  }
  const diagnosis = diagnoseCapacity(figures, growth);
  if (json) io.write(`${JSON.stringify(diagnosis, undefined, 2)}\n`);
  else printDiagnosis(diagnosis, { ...io, write: (text) => io.write(printableLines(text)) });
  return diagnosis.resources.some(({ isNearlyFull }) => isNearlyFull) ? EXIT.findings : EXIT.ok;
}
