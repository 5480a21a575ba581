import { errorMonitor } from 'node:events';
import type { MonitoringDefinition } from '@telltale/definition';
import type { Registry } from '../registry/registry.ts';
import { bindKit } from './kit-binding.ts';
import type { RoleCounter } from './role-instruments.ts';

/** A server that emits `connection` with each socket: one of `ws`, or any of `node:net`. */
export interface ConnectionServer {
  on(event: 'connection', listener: (socket: unknown) => void): unknown;
  off(event: 'connection', listener: (socket: unknown) => void): unknown;
  /** Sockets that are open already. */
  readonly clients?: Iterable<object>;
}

/** Records connections into the metrics of the WebSocket kit. */
export interface WebSocketRecorder {
  /**
   * Records the connections of a server, and where it is one of `ws` their messages, bytes and close codes;
   * the result stops it for new connections.
   */
  watch(server: ConnectionServer): () => void;
}

type Listener = (...args: readonly unknown[]) => void;

interface EmittingSocket {
  on(event: string | symbol, listener: Listener): unknown;
}

/** `readyState` of an open socket; what is sent in another state is not sent. */
const OPEN = 1;

/** Makes what records WebSockets; without the kit it does nothing. */
export function createWebSocketRecorder(
  definition: MonitoringDefinition,
  registry: Registry,
): WebSocketRecorder {
  const binding = bindKit(definition, registry, 'websocket');
  const connections = binding.gauge('connections');
  const closes = binding.counter('closes');
  const errors = binding.counter('errors');
  const traffic = { messages: binding.counter('messages'), bytes: binding.counter('bytes') };
  const known = new WeakSet<object>();
  const watchSocket = (socket: unknown) => {
    if (!isEmitting(socket) || known.has(socket)) return;
    known.add(socket);
    connections.add({}, 1);
    // Not `once` of both events: a socket that fails is closed as well.
    socket.on('close', (code) => {
      if (!known.delete(socket)) return;
      connections.add({}, -1);
      closes.inc({ code: typeof code === 'number' ? code : 'none' });
    });
    // The monitor sees errors without handling them: one that nobody handles still ends the process.
    socket.on(errorMonitor, () => errors.inc({}));
    socket.on('message', (data) => countMessage(traffic, 'in', data));
    watchSending(socket, traffic);
  };
  return {
    watch: (server) =>
      binding.hook(
        () => {
          server.on('connection', watchSocket);
          for (const socket of server.clients ?? []) watchSocket(socket);
          return () => {
            server.off('connection', watchSocket);
          };
        },
        () => undefined,
      ),
  };
}

interface Traffic {
  readonly messages: RoleCounter;
  readonly bytes: RoleCounter;
}

function watchSending(socket: object, traffic: Traffic): void {
  const send: unknown = Reflect.get(socket, 'send');
  if (typeof send !== 'function') return;
  Reflect.set(socket, 'send', (...args: readonly unknown[]) => {
    const isOpen = Reflect.get(socket, 'readyState') === OPEN;
    const result: unknown = Reflect.apply(send, socket, args);
    if (isOpen) countMessage(traffic, 'out', args[0]);
    return result;
  });
}

function countMessage({ messages, bytes }: Traffic, direction: 'in' | 'out', data: unknown): void {
  messages.inc({ direction });
  bytes.inc({ direction }, sizeOf(data));
}

/** Size of a payload in bytes, or of its parts where it is a list of buffers. */
function sizeOf(data: unknown): number {
  return Array.isArray(data) ? data.reduce<number>((sum, part) => sum + partSize(part), 0) : partSize(data);
}

function partSize(data: unknown): number {
  if (typeof data === 'string') return Buffer.byteLength(data);
  if (data instanceof ArrayBuffer || ArrayBuffer.isView(data)) return data.byteLength;
  return data instanceof Blob ? data.size : 0;
}

function isEmitting(socket: unknown): socket is EmittingSocket {
  return typeof socket === 'object' && socket !== null && 'on' in socket && typeof socket.on === 'function';
}
