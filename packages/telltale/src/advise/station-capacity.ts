import { TelltaleError } from '@telltale/model';
import type { CapacityResponse } from '@telltale/station/contract';
import { askServer } from '../server/ask-server.ts';

const TIMEOUT_MS = 10_000;

/**
 * A station's own figures of what it stores.
 *
 * @throws TelltaleError TT_STATION_UNREACHABLE for another server, or none.
 */
export async function askCapacity(server: string): Promise<CapacityResponse> {
  const { status, json: answer } = await askServer(server, '/api/telltale/capacity', {
    timeoutMs: TIMEOUT_MS,
  });
  if (isCapacity(answer)) return answer;
  throw new TelltaleError('TT_STATION_UNREACHABLE', `${server} is no station: HTTP ${status}`, {
    fix: 'Only a station tells its capacity: name one with --url. Of a Prometheus, `advise memory` tells some.',
  });
}

function isCapacity(answer: unknown): answer is CapacityResponse {
  return typeof answer === 'object' && answer !== null && 'blockSamples' in answer && 'logs' in answer;
}
