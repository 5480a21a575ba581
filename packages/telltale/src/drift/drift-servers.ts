import { TelltaleError } from '@telltale/model';

/** Asks servers for what they run with. */
export interface DriftServer {
  readonly address: string;
  /** The JSON of a path; `undefined` where it is not there (404). */
  read(path: string): Promise<unknown>;
}

const TIMEOUT_MS = 30_000;
/** Longer answers are none of a server that is meant. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * A server at an address, asked with a token where there is one.
 *
 * @throws TelltaleError TT_STATION_UNREACHABLE from `read`, for no answer and for one that is none.
 */
export function driftServer(address: string, token?: string): DriftServer {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return {
    address,
    read: async (path) => {
      let response: Response;
      try {
        response = await fetch(address + path, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
      } catch (cause) {
        throw new TelltaleError('TT_STATION_UNREACHABLE', `no server answers at ${address}`, { cause });
      }
      if (response.status === 404) {
        await response.body?.cancel();
        return undefined;
      }
      return jsonOf(response, address + path);
    },
  };
}

async function jsonOf(response: Response, url: string): Promise<unknown> {
  const { status, ok } = response;
  const isTooLong = Number(response.headers.get('content-length') ?? 0) > MAX_BYTES;
  const text = isTooLong ? '' : await response.text();
  try {
    if (ok) return JSON.parse(text);
  } catch {
    throw notMeant(url, 'the answer is no JSON');
  }
  const reason = status === 401 || status === 403 ? 'it asks for a login' : `it answers HTTP ${status}`;
  throw notMeant(url, reason);
}

function notMeant(url: string, reason: string): TelltaleError {
  return new TelltaleError('TT_STATION_UNREACHABLE', `${url}: ${reason}`, {
    fix: 'Name the right address; a token goes into TELLTALE_GRAFANA_TOKEN.',
  });
}
