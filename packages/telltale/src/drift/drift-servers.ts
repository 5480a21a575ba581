import { TelltaleError } from '@telltale/model';
import { askServer } from '../server/ask-server.ts';

/** Asks servers for what they run with. */
export interface DriftServer {
  readonly address: string;
  /** The JSON of a path; `undefined` where it is not there (404). */
  read(path: string): Promise<unknown>;
}

const TIMEOUT_MS = 30_000;

/**
 * A server at an address, asked with a token where there is one.
 *
 * @throws TelltaleError TT_STATION_UNREACHABLE from `read`, for no answer and for one that is none.
 */
export function driftServer(address: string, token?: string): DriftServer {
  return {
    address,
    read: async (path) => {
      const { status, ok, json } = await askServer(address, path, { token, timeoutMs: TIMEOUT_MS });
      if (status === 404) return undefined;
      if (status === 401 || status === 403) throw notMeant(address + path, 'it asks for a login');
      if (!ok) throw notMeant(address + path, `it answers HTTP ${status}`);
      if (json === undefined) throw notMeant(address + path, 'the answer is no JSON');
      return json;
    },
  };
}

function notMeant(url: string, reason: string): TelltaleError {
  return new TelltaleError('TT_STATION_UNREACHABLE', `${url}: ${reason}`, {
    fix: 'Name the right address; a token goes into TELLTALE_GRAFANA_TOKEN.',
  });
}
