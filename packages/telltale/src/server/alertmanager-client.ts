import { TelltaleError } from '@telltale/model';
import { askServer, isRecord } from './ask-server.ts';
import type { ServerAnswer, ServerQuestion } from './ask-server.ts';

/** A matcher as Alertmanager's API has it. */
export interface ServerMatcher {
  readonly name: string;
  readonly value: string;
  readonly isRegex: boolean;
  readonly isEqual: boolean;
}

/** A silence of a server. */
export interface ServerSilence {
  readonly id: string;
  readonly status: { readonly state: 'pending' | 'active' | 'expired' };
  readonly matchers: readonly ServerMatcher[];
  readonly startsAt: string;
  readonly endsAt: string;
  readonly createdBy: string;
  readonly comment: string;
}

/** An alert of a server. */
export interface ServerAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly receivers: readonly { readonly name: string }[];
  readonly status: {
    readonly state: 'unprocessed' | 'active' | 'suppressed';
    readonly silencedBy: readonly string[];
    readonly inhibitedBy: readonly string[];
    /** Of servers that tell it: names of time intervals. */
    readonly mutedBy?: readonly string[];
  };
}

/** An alert that is posted. */
export interface PostedAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
}

/** A silence that is asked for. */
export type SilenceOrder = Omit<ServerSilence, 'id' | 'status'>;

/** Asks a station or an Alertmanager. All methods throw `TT_STATION_UNREACHABLE` or `TT_USAGE`. */
export interface AlertmanagerClient {
  readonly address: string;
  /** Alerts that satisfy all matchers, whatever their state. */
  alerts(filter: readonly string[]): Promise<readonly ServerAlert[]>;
  postAlerts(alerts: readonly PostedAlert[]): Promise<void>;
  silences(filter: readonly string[]): Promise<readonly ServerSilence[]>;
  /** Gives the id back. */
  addSilence(silence: SilenceOrder): Promise<string>;
  expireSilence(id: string): Promise<void>;
  /** Asks a route that only a station has; `undefined` where the server has not. */
  ofStation(path: string, body?: object): Promise<unknown>;
}

const TIMEOUT_MS = 60_000;

/** A client for the server at an address such as `http://127.0.0.1:4400`. */
export function createAlertmanagerClient(address: string): AlertmanagerClient {
  const ask = (path: string, question: Pick<ServerQuestion, 'method' | 'body'>) =>
    askServer(address, path, { ...question, timeoutMs: TIMEOUT_MS });
  const api = async (path: string, question: Pick<ServerQuestion, 'method' | 'body'> = {}) => {
    const answer = await ask(`/api/v2/${path}`, question);
    if (answer.ok) return answer.json;
    throw refused(address, answer);
  };
  const query = (filter: readonly string[]) =>
    new URLSearchParams(filter.map((text): [string, string] => ['filter', text])).toString();
  return {
    address,
    // Alertmanager's API says what its lists are of.
    alerts: async (filter) => listOf(address, await api(`alerts?${query(filter)}`)) as readonly ServerAlert[],
    postAlerts: async (alerts) => void (await api('alerts', { body: alerts })),
    silences: async (filter) =>
      listOf(address, await api(`silences?${query(filter)}`)) as readonly ServerSilence[],
    addSilence: async (silence) => {
      const answer = await api('silences', { body: silence });
      return isRecord(answer) ? String(answer['silenceID']) : '';
    },
    expireSilence: async (id) => void (await api(`silence/${encodeURIComponent(id)}`, { method: 'DELETE' })),
    ofStation: async (path, body) => {
      const answer = await ask(`/api/telltale/${path}`, { body });
      if (answer.status === 404) return undefined;
      if (answer.ok) return answer.json;
      throw refused(address, answer);
    },
  };
}

/** Alertmanager answers an error with a text or an object. */
function refused(address: string, { status, json }: Pick<ServerAnswer, 'status' | 'json'>): TelltaleError {
  const told = isRecord(json) ? (json['message'] ?? json['error']) : json;
  if (typeof told === 'string' && status < 500) return new TelltaleError('TT_USAGE', `${address}: ${told}`);
  const reason = typeof told === 'string' ? told : `HTTP ${status}, which is no answer of Alertmanager's API`;
  return new TelltaleError('TT_STATION_UNREACHABLE', `${address}: ${reason}`, {
    fix: 'Name the address of a station or an Alertmanager with --url.',
  });
}

function listOf(address: string, json: unknown): readonly unknown[] {
  if (Array.isArray(json)) return json;
  throw refused(address, { status: 500, json: undefined });
}
