import type { AlertProof, NotificationRecord } from '@telltale/alerting';
import type { KeptProof } from './stored-proofs.ts';
import { TelltaleError } from '@telltale/model';
import type { DrillAnswer, DrillOrder, Receiver } from '@telltale/model';

/** A drill as the station tells of it. */
export interface StationDrill {
  readonly transitions: readonly { readonly atMs: number; readonly to: 'inactive' | 'pending' | 'firing' }[];
  readonly notifications: readonly NotificationRecord[];
}

/** What a station is asked for. */
export interface StationDrillOrder {
  readonly alertName: string;
  readonly labels: Readonly<Record<string, string>>;
  /** What the service moves. */
  readonly metrics: readonly string[];
  readonly seconds: number;
  readonly receivers?: readonly Receiver[];
  readonly secrets?: Readonly<Record<string, string>>;
}

/** The station that takes part in a drill. All methods throw TT_STATION_UNREACHABLE or TT_DRILL_REFUSED. */
export interface DrillStation {
  readonly address: string;
  begin(order: StationDrillOrder): Promise<string>;
  find(id: string): Promise<StationDrill>;
  end(id: string): Promise<void>;
  keep(proofs: readonly AlertProof[]): Promise<void>;
  kept(): Promise<readonly KeptProof[]>;
}

const TIMEOUT_MS = 15_000;

/** The station at an address. */
export function drillStation(address: string): DrillStation {
  const at = (path: string): string => `${address}/api/telltale/${path}`;
  return {
    address,
    begin: async (order) => {
      const { id } = (await askJson(at('drills'), 'POST', order)) as { readonly id: string };
      return id;
    },
    find: async (id) => (await askJson(at(`drills/${id}`), 'GET')) as StationDrill,
    end: async (id) => void (await askJson(at(`drills/${id}`), 'DELETE')),
    kept: async () => {
      const { proofs } = (await askJson(at('proofs'), 'GET')) as { readonly proofs: readonly KeptProof[] };
      return proofs;
    },
    keep: async (proofs) => void (await askJson(at('proofs'), 'POST', { proofs })),
  };
}

/**
 * Orders a drill of a running service at its metrics page.
 *
 * @throws TelltaleError TT_DRILL_REFUSED where it allows none, or cannot do it.
 */
export async function orderDrill(page: string, order: DrillOrder, token?: string): Promise<DrillAnswer> {
  const headers: Readonly<Record<string, string>> =
    token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = (await askJson(page, 'POST', order, headers)) as DrillAnswer;
  if (answer.refused.length === 0) return answer;
  throw new TelltaleError('TT_DRILL_REFUSED', `The service cannot do it: ${answer.refused.join('; ')}.`);
}

async function askJson(
  url: string,
  method: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (cause) {
    throw new TelltaleError('TT_STATION_UNREACHABLE', `nothing answers at ${url}`, { cause });
  }
  const text = await response.text().catch(() => '');
  if (response.ok) return jsonOf(text, url);
  if (response.status === 405) {
    throw new TelltaleError('TT_DRILL_REFUSED', `The service at ${url} allows no drills.`, {
      fix: 'Start it with TELLTALE_DRILLS=on, or with drills: true in instrument.',
    });
  }
  const reason = text.trim().slice(0, 300) || `HTTP ${response.status}`;
  throw new TelltaleError('TT_DRILL_REFUSED', `${url}: ${reason}`);
}

function jsonOf(text: string, url: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch (cause) {
    throw new TelltaleError('TT_STATION_UNREACHABLE', `the answer of ${url} breaks off, or is not JSON`, {
      cause,
    });
  }
}
