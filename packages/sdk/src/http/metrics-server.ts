import type { Diagnostics } from '../diagnostics/diagnostics.ts';
import type { MetricsEndpoint } from './metrics-endpoint.ts';
import { metricsPage } from './metrics-page.ts';
import type { OwnPage } from './own-pages.ts';
import type { PageServer } from './page-server.ts';
import { startPageServer } from './page-server.ts';
import type { ServerTls } from './server-certificate.ts';

/** Where a metrics server listens. */
export interface ServeOptions {
  /** 9464 by default; 0 takes a free one. */
  readonly port?: number;
  /** 127.0.0.1 by default. */
  readonly host?: string;
  /** Paths of the metrics page; `/metrics` by default. */
  readonly paths?: readonly string[];
  /** TLS by files in PEM, which are read anew when they have changed; plain HTTP by default. */
  readonly tls?: ServerTls;
}

/** A server of its own for `/metrics`. */
export type MetricsServer = PageServer;

const DEFAULT_PORT = 9464;
const DEFAULT_PATHS = ['/metrics'];

/** Starts a server for `/metrics` and for other pages of ours beside it. */
export function startMetricsServer(
  endpoint: MetricsEndpoint,
  { port = DEFAULT_PORT, host = '127.0.0.1', paths = DEFAULT_PATHS, tls }: ServeOptions,
  diagnostics: Diagnostics,
  others: readonly OwnPage[] = [],
): Promise<MetricsServer> {
  const pages = [metricsPage(paths, endpoint), ...others];
  const notFound = `The metrics are at ${paths.join(', ')}.`;
  const place = { path: paths[0] ?? '', what: 'metrics', notFound, port, host, tls };
  return startPageServer({ pages, ...place }, diagnostics);
}
