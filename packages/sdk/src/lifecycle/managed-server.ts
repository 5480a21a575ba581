import type { EventEmitter } from 'node:events';

/** What is used of a server of `node:http`, `node:https` or `node:http2`. */
export interface DrainableServer extends EventEmitter {
  close(onClosed?: (error?: Error) => void): unknown;
  closeIdleConnections?(): void;
  closeAllConnections?(): void;
}

/** An open WebSocket, as `ws` has it. */
interface ClosableClient {
  close(code: number, reason: string): void;
}

/** A server of WebSockets, as `ws` has it. */
export interface WebSocketServerLike {
  readonly clients: Iterable<ClosableClient>;
}

/** What else belongs to a server. */
export interface ManageOptions {
  /** The server of WebSockets on top of it, whose clients are told to go elsewhere. */
  readonly websockets?: WebSocketServerLike;
}

interface OpenSocket extends EventEmitter {
  destroy(): unknown;
}

interface OpenSession extends EventEmitter {
  close(): void;
}

interface OpenResponse extends EventEmitter {
  shouldKeepAlive?: boolean;
  readonly headersSent: boolean;
}

/** What a WebSocket is told: the server goes away. */
const GOING_AWAY = 1001;
/** Connections without a request, such as WebSockets that have been told, get so long to end by themselves. */
const LEAVE_WITHIN_MS = 2000;

/** A server whose end is orderly: it answers what it has been asked, and only then closes its connections. */
export class ManagedServer {
  readonly #server: DrainableServer;
  readonly #websockets: WebSocketServerLike | undefined;
  readonly #sockets = new Set<OpenSocket>();
  readonly #sessions = new Set<OpenSession>();
  readonly #responses = new Set<OpenResponse>();
  #isEnding = false;
  #onQuiet: (() => void) | undefined;

  constructor(server: DrainableServer, { websockets }: ManageOptions = {}) {
    this.#server = server;
    this.#websockets = websockets;
    // The connection below one of TLS is closed with it.
    server.on('setSecureContext' in server ? 'secureConnection' : 'connection', this.#onConnection);
    server.on('session', this.#onSession);
    // In front of the application: it may answer at once.
    server.prependListener('request', this.#onRequest);
  }

  /** Forgets the server. */
  release(): void {
    this.#server.off('secureConnection', this.#onConnection).off('connection', this.#onConnection);
    this.#server.off('session', this.#onSession).off('request', this.#onRequest);
  }

  /** From now on clients are told with each answer to open their next connection elsewhere. */
  announceEnd(): void {
    this.#isEnding = true;
    for (const response of this.#responses) closeAfter(response);
  }

  /**
   * Takes no more connections, answers the requests there are, tells WebSockets to go and closes everything. The
   * result is how many requests had to be cut off because they took longer.
   */
  async drain(limitMs: number): Promise<number> {
    this.announceEnd();
    this.#server.close(() => undefined);
    for (const session of this.#sessions) session.close();
    for (const client of this.#websockets?.clients ?? []) client.close(GOING_AWAY, 'the server goes away');
    this.#server.closeIdleConnections?.();
    await within(limitMs, this.#quiet());
    const cutOff = this.#responses.size;
    if (cutOff === 0) await within(Math.min(limitMs, LEAVE_WITHIN_MS), this.#left());
    this.#server.closeAllConnections?.();
    for (const socket of this.#sockets) socket.destroy();
    return cutOff;
  }

  readonly #onConnection = (socket: OpenSocket): void => {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  };

  readonly #onSession = (session: OpenSession): void => {
    this.#sessions.add(session);
    session.once('close', () => this.#sessions.delete(session));
    if (this.#isEnding) session.close();
  };

  readonly #onRequest = (_request: unknown, response: OpenResponse): void => {
    this.#responses.add(response);
    if (this.#isEnding) closeAfter(response);
    response.once('close', () => {
      this.#responses.delete(response);
      if (!this.#isEnding) return;
      // The connection is idle only when the listeners of Node.js have been called, too.
      setImmediate(() => this.#server.closeIdleConnections?.());
      if (this.#responses.size === 0) this.#onQuiet?.();
    });
  };

  #quiet(): Promise<void> {
    if (this.#responses.size === 0) return Promise.resolve();
    return new Promise((resolve) => (this.#onQuiet = resolve));
  }

  async #left(): Promise<void> {
    await Promise.all(
      [...this.#sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve))),
    );
  }
}

/** HTTP/2 has no such header; its sessions are closed as a whole. */
function closeAfter(response: OpenResponse): void {
  if (!response.headersSent && response.shouldKeepAlive === true) response.shouldKeepAlive = false;
}

async function within(limitMs: number, promise: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([promise, late]);
  clearTimeout(timer);
}
