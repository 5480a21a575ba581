/**
 * TLS of the station's own ports: pages, API and OTLP. The files are read anew when they have changed.
 *
 * @example
 * ```ts
 * import { defineMonitoring } from '@telltale/sdk/define';
 *
 * export default defineMonitoring({
 *   service: 'shop',
 *   station: {
 *     tls: {
 *       certFile: '/etc/telltale/tls.crt',
 *       keyFile: '/etc/telltale/tls.key',
 *       clientCaFile: '/etc/telltale/clients.pem',
 *     },
 *   },
 * });
 * ```
 */
export interface StationTlsDeclaration {
  /** Certificate in PEM, and those between it and its authority. */
  readonly certFile: string;
  readonly keyFile: string;
  /** Authorities of clients: who asks has to show a certificate of one of them (mTLS). */
  readonly clientCaFile?: string;
  /** Names of which a client's certificate must have one; any by default. */
  readonly clientNames?: readonly string[];
}
