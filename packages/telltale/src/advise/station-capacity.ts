import { TelltaleError } from '@telltale/model';
import type { CapacityResponse } from '@telltale/station/contract';

const TIMEOUT_MS = 10_000;

/**
 * A station's own figures of what it stores.
 *
 * @throws TelltaleError TT_STATION_UNREACHABLE for another server, or none.
 */
export async function askCapacity(server: string): Promise<CapacityResponse> {
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(`${server}/api/telltale/capacity`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    answer = await response.json().catch(() => undefined);
  } catch (cause) {
    throw new TelltaleError('TT_STATION_UNREACHABLE', `no server answers at ${server}`, { cause });
  }
  if (isCapacity(answer)) return answer;
  throw new TelltaleError('TT_STATION_UNREACHABLE', `${server} is no station: HTTP ${response.status}`, {
    fix: 'Only a station tells its capacity: name one with --url. Of a Prometheus, `advise memory` tells some.',
  });
}

function isCapacity(answer: unknown): answer is CapacityResponse {
  return typeof answer === 'object' && answer !== null && 'blockSamples' in answer && 'retentionMs' in answer;
}
