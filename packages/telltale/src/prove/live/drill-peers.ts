import type { AlertProof, NotificationRecord } from '@telltale/alerting';
import type { KeptProof } from './stored-proofs.ts';
import { TelltaleError } from '@telltale/model';
import type { DrillAnswer, DrillOrder, Receiver } from '@telltale/model';
import { askServer, isRecord } from '../../server/ask-server.ts';
import type { ServerQuestion } from '../../server/ask-server.ts';

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
  const ask = (path: string, question: Pick<ServerQuestion, 'method' | 'body'> = {}): Promise<unknown> =>
    askForDrill(address, `/api/telltale/${path}`, question);
  return {
    address,
    begin: async (order) => {
      const { id } = (await ask('drills', { body: order })) as { readonly id: string };
      return id;
    },
    find: async (id) => (await ask(`drills/${id}`)) as StationDrill,
    end: async (id) => void (await ask(`drills/${id}`, { method: 'DELETE' })),
    kept: async () => {
      const { proofs } = (await ask('proofs')) as { readonly proofs: readonly KeptProof[] };
      return proofs;
    },
    keep: async (proofs) => void (await ask('proofs', { body: { proofs } })),
  };
}

/**
 * Orders a drill of a running service at its metrics page.
 *
 * @throws TelltaleError TT_DRILL_REFUSED where it allows none, or cannot do it.
 */
export async function orderDrill(page: string, order: DrillOrder, token?: string): Promise<DrillAnswer> {
  const answer = (await askForDrill(page, '', { body: order, token })) as DrillAnswer;
  if (answer.refused.length === 0) return answer;
  throw new TelltaleError('TT_DRILL_REFUSED', `The service cannot do it: ${answer.refused.join('; ')}.`);
}

async function askForDrill(
  address: string,
  path: string,
  question: Omit<ServerQuestion, 'timeoutMs'>,
): Promise<unknown> {
  const { ok, status, text, json } = await askServer(address, path, { ...question, timeoutMs: TIMEOUT_MS });
  // A station answers some orders with nothing; a page of another program is no answer.
  if (ok && (text === '' || json !== undefined)) return json;
  const url = address + path;
  if (status === 405) {
    throw new TelltaleError('TT_DRILL_REFUSED', `The service at ${url} allows no drills.`, {
      fix: 'Start it with TELLTALE_DRILLS=on, or with drills: true in instrument.',
    });
  }
  const told =
    isRecord(json) && typeof json['error'] === 'string' ? json['error'] : text.trim().slice(0, 300);
  const reason = told || `HTTP ${status}`;
  throw new TelltaleError('TT_DRILL_REFUSED', `${url}: ${reason}`);
}
