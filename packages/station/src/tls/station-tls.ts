import type { Server as HttpsServer, ServerOptions } from 'node:https';
import type { Socket } from 'node:net';
import type { Server, TLSSocket } from 'node:tls';
import type { ResolvedStationTls } from '@telltale/definition';
import type { Clock } from '@telltale/model';
import type { ClientFault, ClientFaultReason } from './client-fault.ts';
import { clientFault } from './client-fault.ts';
import type { HandshakeFaultReason } from './handshake-fault.ts';
import { handshakeFault } from './handshake-fault.ts';
import type { Validity } from './server-certificate.ts';
import { ServerCertificate } from './server-certificate.ts';

/** Why somebody was not answered over TLS. */
export type TlsRefusalReason = ClientFaultReason | HandshakeFaultReason;

/** What is told of TLS. */
export interface TlsObserver {
  onRefused(reason: TlsRefusalReason): void;
  /** Changed files of the certificate cannot be used. */
  onUnusable(): void;
  log(line: string): void;
}

/** Who comes again with the same fault is counted, and told of so often. */
const TOLD_EVERY_MS = 60_000;
const HANDSHAKE_TIMEOUT_MS = 10_000;

/** TLS of all ports of a station: its certificate, and the clients' where they have to show one. */
export class StationTls {
  readonly #certificate: ServerCertificate;
  readonly #tls: ResolvedStationTls;
  readonly #observer: TlsObserver;
  readonly #clock: Clock;
  readonly #verdicts = new WeakMap<Socket, ClientFault | undefined>();
  readonly #toldAtMs = new Map<TlsRefusalReason, number>();

  /** @throws TelltaleError TT_FILE_READ or TT_FILE_FORMAT, naming the file */
  constructor(tls: ResolvedStationTls, observer: TlsObserver, clock: Clock) {
    this.#certificate = new ServerCertificate(tls);
    this.#tls = tls;
    this.#observer = observer;
    this.#clock = clock;
  }

  get validity(): Validity {
    return this.#certificate.material.validity;
  }

  /** For `createServer` of `node:https` and `node:tls`. */
  get options(): ServerOptions {
    return {
      ...this.#certificate.material.context,
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
      requestCert: this.#tls.clientCaFile !== undefined,
      // A client is told by an answer what is wrong with its certificate; a closed connection says nothing.
      rejectUnauthorized: false,
    };
  }

  /** Keeps a server's certificate that of the files, and tells of connections that come to nothing. */
  watch(server: Server | HttpsServer): void {
    // Before the listener of the server itself, which begins the handshake.
    server.prependListener('connection', () => this.#refresh(server));
    server.on('tlsClientError', (error, socket) => {
      const { reason, message } = handshakeFault(error);
      this.#tell(reason, message, socket);
    });
  }

  /** What is wrong with the certificate of the client of a connection, where it has to show one. */
  faultOf(socket: Socket): ClientFault | undefined {
    if (this.#tls.clientCaFile === undefined) return undefined;
    if (!this.#verdicts.has(socket)) {
      this.#verdicts.set(socket, clientFault(socket as TLSSocket, this.#tls.clientNames));
    }
    const fault = this.#verdicts.get(socket);
    if (fault) this.#tell(fault.reason, fault.message, socket);
    return fault;
  }

  #refresh(server: Server | HttpsServer): void {
    try {
      if (this.#certificate.refresh())
        this.#observer.log('The certificate has changed: new connections have it.');
    } catch (error) {
      this.#observer.onUnusable();
      const reason = error instanceof Error ? error.message : String(error);
      this.#observer.log(`The changed certificate is not used: ${reason}`);
    }
    this.#give(server);
  }

  /** Each server has to be given what has changed, whoever noticed it. */
  readonly #given = new WeakMap<object, unknown>();

  #give(server: Server | HttpsServer): void {
    const { material } = this.#certificate;
    if (this.#given.get(server) === material) return;
    this.#given.set(server, material);
    server.setSecureContext(material.context);
  }

  #tell(reason: TlsRefusalReason, message: string, { remoteAddress = 'an unknown address' }: Socket): void {
    this.#observer.onRefused(reason);
    const nowMs = this.#clock.now();
    if (nowMs - (this.#toldAtMs.get(reason) ?? -Infinity) < TOLD_EVERY_MS) return;
    this.#toldAtMs.set(reason, nowMs);
    this.#observer.log(`A client at ${remoteAddress} was refused: ${message}.`);
  }
}
