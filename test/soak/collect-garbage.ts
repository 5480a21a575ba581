import { once } from 'node:events';

/** What the inspector of Node.js sends: answers by their number, and events. */
interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly sessionId?: string; readonly message?: string };
}

/** Time for the inspector to name all threads. */
const THREADS_MS = 1000;

/**
 * Has a process give up all that it can, in all of its threads: what is left is held. What is freed later by itself
 * is no leak, and the engine takes its time where there is room.
 *
 * @param port That of `--inspect`.
 */
export async function collectGarbage(port: number): Promise<void> {
  const [{ webSocketDebuggerUrl }] = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as [
    { webSocketDebuggerUrl: string },
  ];
  const inspector = new Inspector(new WebSocket(webSocketDebuggerUrl));
  try {
    await inspector.open();
    await inspector.ask('HeapProfiler.collectGarbage');
    for (const thread of inspector.threads) await inspector.askThread(thread, 'HeapProfiler.collectGarbage');
  } finally {
    inspector.close();
  }
}

class Inspector {
  readonly threads: string[] = [];
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, () => void>();
  #lastId = 0;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#take(JSON.parse(String(data)) as Message));
  }

  async open(): Promise<void> {
    await once(this.#socket, 'open');
    await this.ask('NodeWorker.enable', { waitForDebuggerOnStart: false });
    await new Promise((resolve) => setTimeout(resolve, THREADS_MS));
  }

  /** Resolves when it is done. */
  ask(method: string, params: object = {}): Promise<void> {
    const id = ++this.#lastId;
    this.#socket.send(JSON.stringify({ id, method, params }));
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  /** The same of another thread, whose answers come within events of the first. */
  async askThread(sessionId: string, method: string): Promise<void> {
    const id = ++this.#lastId;
    const done = new Promise<void>((resolve) => this.#waiting.set(id, resolve));
    await this.ask('NodeWorker.sendMessageToWorker', { sessionId, message: JSON.stringify({ id, method }) });
    await done;
  }

  close(): void {
    this.#socket.close();
  }

  #take({ id, method, params }: Message): void {
    if (method === 'NodeWorker.attachedToWorker' && params?.sessionId) this.threads.push(params.sessionId);
    if (method === 'NodeWorker.receivedMessageFromWorker') this.#take(JSON.parse(params?.message ?? '{}'));
    if (id !== undefined) this.#waiting.get(id)?.();
  }
}
