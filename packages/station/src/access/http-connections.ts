import type { AddressGuard, DeniedNetworks } from '@telltale/alerting';
import { createAddressGuard, deniedFrom } from '@telltale/alerting';
import type { ResolvedScrapeAccess, ResolvedScrapeTls } from '@telltale/definition';
import type { Dispatcher } from 'undici';
import { Agent, ProxyAgent, buildConnector } from 'undici';
import type { TlsMaterial } from './tls-material.ts';
import { TlsFiles } from './tls-material.ts';

/** Connections to one server at a time where nothing is said of it. */
const CONNECTIONS_PER_ORIGIN = 2;
const KEEP_ALIVE_MS = 60_000;
const CONNECT_TIMEOUT_MS = 10_000;
/** More of the headers of an answer is not read. */
const MAX_HEADER_BYTES = 32 * 1024;

/** Servers whose networks are remembered; redirects of any name could make ever more of them. */
const MAX_ORIGINS = 10_000;

/** What {@link HttpConnections} take. */
export interface HttpConnectionsOptions {
  /** Default: all addresses but link-local ones and those of cloud metadata. */
  readonly addresses?: AddressGuard;
  /** How many to one server at a time. Default: 2. */
  readonly connectionsPerOrigin?: number;
}

/** What of an access decides about its connections. */
type ConnectionAccess = Pick<ResolvedScrapeAccess, 'tls' | 'proxyUrl'>;

/**
 * The connections to all servers that are asked. Those that are asked alike share them. Whether an address may be
 * connected to is decided at the moment of connecting, for each connection.
 */
export class HttpConnections {
  readonly addresses: AddressGuard;
  readonly #connectionsPerOrigin: number;
  readonly #routes = new Map<string, Route>();
  /** By origin, those connected to last at the end: networks that its addresses may not lead to. */
  readonly #denied = new Map<string, DeniedNetworks | 'none'>();
  #isClosed = false;

  constructor(options: HttpConnectionsOptions = {}) {
    const { addresses = createAddressGuard(), connectionsPerOrigin = CONNECTIONS_PER_ORIGIN } = options;
    this.addresses = addresses;
    this.#connectionsPerOrigin = connectionsPerOrigin;
  }

  /** Networks that a server may not lead to with a redirect, by the addresses it was connected to. */
  deniedFrom(origin: string): DeniedNetworks | undefined {
    const denied = this.#denied.get(origin) ?? 'private';
    return denied === 'none' ? undefined : denied;
  }

  /**
   * Connections by these certificates and proxy; rejects where a certificate cannot be read.
   *
   * @param deny Networks that they may not be made to.
   */
  async dispatcherFor({ tls, proxyUrl }: ConnectionAccess, deny?: DeniedNetworks): Promise<Dispatcher> {
    if (this.#isClosed) throw new Error('the connections are closed');
    const key = JSON.stringify([tls, proxyUrl, deny]);
    const known = this.#routes.get(key);
    if (known) return known.dispatcher();
    const route = new Route({
      tls,
      proxyUrl,
      addresses: deny ? this.addresses.denying(deny) : this.addresses,
      connections: this.#connectionsPerOrigin,
      onConnected: (origin, address) => this.#noteNetwork(origin, address),
    });
    this.#routes.set(key, route);
    return route.dispatcher();
  }

  /** A name that is once of the Internet stays so, whatever it is resolved to later. */
  #noteNetwork(origin: string, address: string): void {
    const isOfInternet = this.#denied.get(origin) === 'private';
    this.#denied.delete(origin);
    this.#denied.set(origin, isOfInternet ? 'private' : (deniedFrom(address) ?? 'none'));
    const [oldest] = this.#denied.keys();
    if (oldest !== undefined && this.#denied.size > MAX_ORIGINS) this.#denied.delete(oldest);
  }

  /** Closes all connections, also those in use. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#routes.values()].map((route) => route.close()));
    this.#routes.clear();
  }
}

interface RouteOptions {
  readonly tls: ResolvedScrapeTls | undefined;
  readonly proxyUrl: string | undefined;
  readonly addresses: AddressGuard;
  readonly connections: number;
  /** A connection was made. */
  readonly onConnected: (origin: string, address: string) => void;
}

/** One way to servers: by some certificates, through a proxy or not. */
class Route {
  readonly #options: RouteOptions;
  readonly #files: TlsFiles | undefined;
  #material: TlsMaterial | undefined;
  #dispatcher: Dispatcher | undefined;

  constructor(options: RouteOptions) {
    this.#options = options;
    this.#files = options.tls && new TlsFiles(options.tls);
  }

  async dispatcher(): Promise<Dispatcher> {
    const material = await this.#files?.current();
    if (this.#dispatcher !== undefined && material === this.#material) return this.#dispatcher;
    // What is under way by the certificates of before ends by them.
    this.#dispatcher?.close().catch(() => {});
    this.#material = material;
    return (this.#dispatcher = createDispatcher(this.#options, material));
  }

  async close(): Promise<void> {
    await this.#dispatcher?.destroy();
  }
}

function createDispatcher(
  { proxyUrl, addresses, connections, onConnected }: RouteOptions,
  material?: TlsMaterial,
): Dispatcher {
  const { lookup } = addresses;
  const limits = {
    connections,
    keepAliveTimeout: KEEP_ALIVE_MS,
    maxHeaderSize: MAX_HEADER_BYTES,
  };
  if (proxyUrl === undefined) {
    const connect = buildConnector({ ...material, lookup, timeout: CONNECT_TIMEOUT_MS });
    return new Agent({ ...limits, connect: guarded(connect, addresses, onConnected) });
  }
  const proxy = URL.parse(proxyUrl);
  if (proxy?.protocol !== 'http:' && proxy?.protocol !== 'https:') {
    throw new Error('the proxy is no http or https URL');
  }
  addresses.checkHost(proxy.hostname);
  return new ProxyAgent({
    ...limits,
    uri: proxyUrl,
    // As other clients do: plain requests are passed on by the proxy, for the others it makes a tunnel.
    proxyTunnel: false,
    requestTls: { ...material, timeout: CONNECT_TIMEOUT_MS },
    proxyTls: { lookup, timeout: CONNECT_TIMEOUT_MS },
  });
}

/** Refuses hosts that are written as addresses, which are not looked up, and tells where it connected to. */
function guarded(
  connect: buildConnector.connector,
  addresses: AddressGuard,
  onConnected: RouteOptions['onConnected'],
): buildConnector.connector {
  return (options, callback) => {
    try {
      addresses.checkHost(options.hostname);
    } catch (error) {
      return callback(error as Error, null);
    }
    connect(options, (...result) => {
      const [, socket] = result;
      const { origin } = new URL(`${options.protocol}//${options.host ?? options.hostname}`);
      if (socket?.remoteAddress !== undefined) onConnected(origin, socket.remoteAddress);
      callback(...result);
    });
  };
}
