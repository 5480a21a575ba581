import { TelltaleError } from '@telltale/model';
import { adviseCapacity } from '../advise/capacity-advice.ts';
import type { CapacityResponse } from '@telltale/station/contract';
import type { CapacityPlan } from '../advise/capacity-advice.ts';
import { printCapacity } from '../advise/print-capacity.ts';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { durationOption } from '../io/duration-option.ts';
import { serverAddress } from '../io/server-address.ts';

export interface AdviseCommandOptions {
  /** What the advice is about. */
  readonly topic: string;
  readonly url?: string;
  readonly series?: string;
  readonly interval?: string;
  readonly retention?: string;
  readonly json?: boolean;
}

const TIMEOUT_MS = 10_000;
/** A disk that is full so soon makes the exit code 1. */
const MIN_DAYS_UNTIL_FULL = 4;

/** `telltale advise capacity`: how much the station stores, how long there is room, what a plan needs. */
export async function adviseCommand(options: AdviseCommandOptions, io: CommandIo): Promise<number> {
  if (options.topic !== 'capacity') {
    throw new TelltaleError('TT_USAGE', `there is no advice about "${options.topic}"`, {
      fix: 'Write: telltale advise capacity.',
    });
  }
  const plan = planOf(options);
  const advice = adviseCapacity(await capacityOf(serverAddress(options.url, io)), plan);
  if (options.json) io.write(`${JSON.stringify(advice, undefined, 2)}\n`);
  else printCapacity(advice, io);
  const { daysUntilFull = Infinity } = advice;
  return daysUntilFull < MIN_DAYS_UNTIL_FULL ? EXIT.findings : EXIT.ok;
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

async function capacityOf(server: string): Promise<CapacityResponse> {
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(`${server}/api/telltale/capacity`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    answer = await response.json().catch(() => undefined);
  } catch (cause) {
    throw new TelltaleError('TT_STATION_UNREACHABLE', `no server answers at ${server}`, { cause });
  }
  if (isCapacity(answer)) return answer;
  throw new TelltaleError('TT_STATION_UNREACHABLE', `${server} is no station: HTTP ${response.status}`);
}

function isCapacity(answer: unknown): answer is CapacityResponse {
  return typeof answer === 'object' && answer !== null && 'blockSamples' in answer && 'retentionMs' in answer;
}
