import { resolve } from 'node:path';
import { TelltaleError } from '@telltale/model';
import { definitionsOf, readWorkspace, unusedIn } from '../advise/advise-inputs.ts';
import { adviseCapacity } from '../advise/capacity-advice.ts';
import { adviseCardinality } from '../advise/cardinality-advice.ts';
import { adviseMemory } from '../advise/memory-advice.ts';
import {
  printCardinality,
  printMemory,
  printRetention,
  printThresholds,
  printUnused,
} from '../advise/print-advice.ts';
import { printCapacity } from '../advise/print-capacity.ts';
import { adviseRetention } from '../advise/retention-advice.ts';
import { askCapacity } from '../advise/station-capacity.ts';
import { adviseThresholds } from '../advise/threshold-advice.ts';
import type { ThresholdQuestion } from '../advise/threshold-advice.ts';
import { dropRules } from '../advise/unused-advice.ts';
import type { CapacityPlan } from '../advise/capacity-advice.ts';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { durationOption } from '../io/duration-option.ts';
import { printableLines } from '../io/printable.ts';
import { serverAddress } from '../io/server-address.ts';
import { writeNewFile } from '../io/write-new-file.ts';
import { createPrometheusClient } from '../server/prometheus-client.ts';

export interface AdviseCommandOptions {
  /** What the advice is about. */
  readonly topic: string;
  /** Files and folders with definitions, rules and dashboards. */
  readonly paths?: readonly string[];
  /** Environment of the definitions that have any; `TELLTALE_ENV` where nothing is said. */
  readonly env?: string;
  readonly url?: string;
  readonly series?: string;
  readonly interval?: string;
  readonly retention?: string;
  /** How far to look back for thresholds. */
  readonly range?: string;
  /** How often an alert may fire in a week. */
  readonly perWeek?: string;
  /** File for the rules that leave unused metrics out. */
  readonly fix?: string;
  readonly json?: boolean;
}

/** Prints one kind of advice and returns the exit code. */
type Topic = (options: AdviseCommandOptions, io: CommandIo) => Promise<number>;

/** A disk that is full so soon makes the exit code 1. */
const MIN_DAYS_UNTIL_FULL = 4;
const DEFAULT_RANGE = '7d';

const TOPICS: Readonly<Record<string, Topic>> = {
  capacity: capacityTopic,
  memory: memoryTopic,
  cardinality: cardinalityTopic,
  retention: retentionTopic,
  thresholds: thresholdsTopic,
  unused: unusedTopic,
};

/**
 * `telltale advise`: what a station or Prometheus stores, what of it is used, and what would be better.
 * Returns 1 where something is to be done: unused metrics, a disk that fills up, samples that go too early.
 *
 * @throws TelltaleError TT_USAGE, TT_STATION_UNREACHABLE, TT_FILE_READ, TT_FILE_WRITE.
 */
export async function adviseCommand(options: AdviseCommandOptions, io: CommandIo): Promise<number> {
  if (!Object.hasOwn(TOPICS, options.topic)) {
    throw new TelltaleError('TT_USAGE', `there is no advice about "${options.topic}"`, {
      fix: `There is about: ${Object.keys(TOPICS).join(', ')}.`,
    });
  }
  return TOPICS[options.topic](options, io);
}

async function capacityTopic(options: AdviseCommandOptions, io: CommandIo): Promise<number> {
  const plan = planOf(options);
  const advice = adviseCapacity(await askCapacity(serverAddress(options.url, io)), plan);
  tell(options, io, advice, printCapacity);
  const { daysUntilFull = Infinity } = advice;
  return daysUntilFull < MIN_DAYS_UNTIL_FULL ? EXIT.findings : EXIT.ok;
}

async function cardinalityTopic(options: AdviseCommandOptions, io: CommandIo): Promise<number> {
  const workspace = await readWorkspace(options, io);
  const metrics = definitionsOf(workspace).flatMap((definition) => definition.metrics);
  const advice = await adviseCardinality(clientOf(options, io), metrics);
  tell(options, io, advice, printCardinality);
  return EXIT.ok;
}

async function memoryTopic(options: AdviseCommandOptions, io: CommandIo): Promise<number> {
  const client = clientOf(options, io);
  const workspace = await readWorkspace(options, io);
  const hasQueries = workspace.queries.length > 0;
  const unused = hasQueries ? await unusedIn(workspace, client) : undefined;
  tell(options, io, await adviseMemory(client, await adviseCardinality(client), unused), printMemory);
  return EXIT.ok;
}

async function retentionTopic(options: AdviseCommandOptions, io: CommandIo): Promise<number> {
  const workspace = await readWorkspace(options, io);
  const client = options.url === undefined ? undefined : clientOf(options, io);
  const advice = await adviseRetention(client, workspace);
  tell(options, io, advice, printRetention);
  return advice.broken.length > 0 ? EXIT.findings : EXIT.ok;
}

async function thresholdsTopic(options: AdviseCommandOptions, io: CommandIo): Promise<number> {
  const workspace = await readWorkspace(options, io);
  const advice = await adviseThresholds(clientOf(options, io), questionsOf(workspace), {
    rangeMs: durationOption('--range', options.range ?? DEFAULT_RANGE),
    endMs: Date.now(),
    perWeek: perWeekOf(options),
  });
  tell(options, io, advice, printThresholds);
  return EXIT.ok;
}

async function unusedTopic(options: AdviseCommandOptions, io: CommandIo): Promise<number> {
  const workspace = await readWorkspace(options, io);
  const isOffline = options.url === undefined && workspace.definitions.length > 0;
  const advice = await unusedIn(workspace, isOffline ? undefined : clientOf(options, io));
  tell(options, io, advice, printUnused);
  if (options.fix !== undefined && advice.unused.length > 0) {
    await writeNewFile(resolve(io.cwd, options.fix), dropRules(advice.unused));
    io.writeError(`written to ${options.fix}: put it into the scrape configuration\n`);
  }
  return advice.unused.length > 0 ? EXIT.findings : EXIT.ok;
}

function tell<Advice>(
  { json }: AdviseCommandOptions,
  io: CommandIo,
  advice: Advice,
  print: (advice: Advice, io: CommandIo) => void,
): void {
  if (json) io.write(`${JSON.stringify(advice, undefined, 2)}\n`);
  else print(advice, { ...io, write: (text) => io.write(printableLines(text)) });
}

function clientOf({ url }: AdviseCommandOptions, io: CommandIo) {
  return createPrometheusClient(serverAddress(url, io));
}

function questionsOf({ rules }: Awaited<ReturnType<typeof readWorkspace>>): readonly ThresholdQuestion[] {
  return rules.flatMap(({ kind, name, query: { expr }, forMs }) =>
    kind === 'alerting' && expr ? [{ name, expr, forMs: forMs ?? 0 }] : [],
  );
}

function perWeekOf({ perWeek = '1' }: AdviseCommandOptions): number {
  const count = Number(perWeek);
  if (count >= 0 && Number.isFinite(count)) return count;
  throw new TelltaleError('TT_USAGE', `--per-week must be a number from 0 on, not "${perWeek}"`);
}

function planOf({ series, interval, retention }: AdviseCommandOptions): CapacityPlan {
  const count = series === undefined ? undefined : Number(series);
  if (count !== undefined && !(Number.isInteger(count) && count > 0)) {
    throw new TelltaleError('TT_USAGE', `--series must be a whole number above 0, not "${series}"`);
  }
  return {
    ...(count !== undefined && { series: count }),
    ...(interval !== undefined && { intervalMs: durationOption('--interval', interval) }),
    ...(retention !== undefined && { retentionMs: durationOption('--retention', retention) }),
  };
}
