import type { ResolvedServerCollector } from '@telltale/definition';
import type { MetricFamily } from '@telltale/model';
import { explainFailure } from '../../access/explain-failure.ts';
import { orAbort } from '../../access/or-abort.ts';
import { single } from '../plain-family.ts';
import { giveFamilies } from '../give-families.ts';
import type { TargetReader } from '../../scrape/target-reader.ts';

/** The answer must be there before the time of the scrape is over. */
const TIME_SHARE = 0.9;

/** A connection to a server, with what is asked over it. */
export interface ServerConnection {
  /** Everything that is asked of the server. Rejects where it does not answer. */
  read(): Promise<MetricFamily[]>;
  /** Ends the connection at once, whatever is under way. */
  destroy(): void;
}

/** How one kind of server is asked. */
export interface ServerProtocol {
  /** What its metrics begin with: `pg` or `redis`. */
  readonly prefix: string;
  /** Of its addresses: `postgresql` or `redis`. */
  readonly scheme: string;
  /** What it is called. */
  readonly product: string;
  /** The connection is destroyed when `signal` aborts, also while it is being made. */
  connect(settings: ResolvedServerCollector, signal: AbortSignal): Promise<ServerConnection>;
}

/** A server as a target that is read in this process. */
export interface ServerCollector {
  readonly read: TargetReader;
  close(): void;
}

/**
 * Keeps one connection to a server and reads it. A server that does not answer is told as the exporter tells it: by
 * `<prefix>_up 0`, not by a failed scrape; why, the page of targets says, and the log once. The next reading connects
 * anew.
 */
export function createServerCollector(
  protocol: ServerProtocol,
  settings: ResolvedServerCollector & { readonly timeoutMs: number },
  log: (line: string) => void,
): ServerCollector {
  let connection: ServerConnection | undefined;
  let told = '';
  let isClosed = false;
  const name = `${protocol.product} at ${settings.address}`;

  function drop(): void {
    connection?.destroy();
    connection = undefined;
  }

  function tell(reason: string): void {
    if (reason === told) return;
    told = reason;
    log(reason === '' ? `${name} is read again` : `${name} cannot be read: ${reason}`);
  }

  /** A server without TLS may wait for ever for the end of what it takes for a command. */
  function lateText(limitMs: number): string {
    if (connection || !settings.tls) return `no answer within ${limitMs} ms`;
    return `no connection with TLS within ${limitMs} ms; is TLS on at this address?`;
  }

  async function families(): Promise<MetricFamily[]> {
    const late = new AbortController();
    const limitMs = settings.timeoutMs * TIME_SHARE;
    const timer = setTimeout(() => {
      late.abort(new Error(lateText(Math.round(limitMs))));
      drop();
    }, limitMs);
    try {
      connection ??= await orAbort(protocol.connect(settings, late.signal), late.signal);
      return await orAbort(connection.read(), late.signal);
    } finally {
      clearTimeout(timer);
      if (isClosed) drop();
    }
  }

  /** Its families, and why it could not be read. */
  async function readServer(): Promise<readonly [MetricFamily[], reason: string]> {
    try {
      return [[up(1), ...(await families())], ''];
    } catch (error) {
      drop();
      return [[up(0)], explainFailure(error)];
    }
  }

  const help = `Whether ${protocol.product} answered`;
  const up = (value: number) => single('gauge', `${protocol.prefix}_up`, help, value);
  return {
    read: async (sink) => {
      const [read, reason] = await readServer();
      if (!isClosed) tell(reason);
      sink.note?.(reason);
      return giveFamilies(read, sink);
    },
    close: () => {
      isClosed = true;
      drop();
    },
  };
}
