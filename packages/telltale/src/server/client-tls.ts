import { resolve } from 'node:path';
import type { ResolvedScrapeTls } from '@telltale/definition';
import { TelltaleError } from '@telltale/model';
import type { CommandIo } from '../io/command-io.ts';
import { withToken } from './station-token.ts';

/** The options of commands that ask a server over TLS. */
export interface ClientTlsOptions {
  /** Authority that is trusted in place of those of the system. */
  readonly ca?: string;
  /** Certificate that is shown, and its key. */
  readonly cert?: string;
  readonly key?: string;
}

type Fetch = typeof globalThis.fetch;

/* Like the authorities of the system, this is the same for all that a process asks. */

/** How all servers are asked, by the command line or environment. */
let usual: Promise<Fetch> | undefined;
/** How single servers are asked, by their origin. */
const known = new Map<string, Promise<Fetch>>();

/**
 * Takes certificates for all servers that are asked from now on: the command line comes before
 * `TELLTALE_CA_FILE`, `TELLTALE_CERT_FILE` and `TELLTALE_KEY_FILE`.
 *
 * @throws TelltaleError TT_USAGE for a certificate without its key
 */
export function useClientTls(options: ClientTlsOptions, { cwd, env }: Pick<CommandIo, 'cwd' | 'env'>): void {
  const file = (option: string | undefined, variable: string) => {
    const text = option ?? env[variable];
    return text === undefined || text === '' ? undefined : resolve(cwd, text);
  };
  const caFile = file(options.ca, 'TELLTALE_CA_FILE');
  const certFile = file(options.cert, 'TELLTALE_CERT_FILE');
  const keyFile = file(options.key, 'TELLTALE_KEY_FILE');
  if ((certFile === undefined) !== (keyFile === undefined)) {
    throw new TelltaleError('TT_USAGE', 'a client certificate and its key go together', {
      fix: 'Name both files: --cert and --key, or TELLTALE_CERT_FILE and TELLTALE_KEY_FILE.',
    });
  }
  const tls = {
    ...(caFile !== undefined && { caFile }),
    ...(certFile !== undefined && { certFile, keyFile }),
  };
  usual = Object.keys(tls).length === 0 ? undefined : fetchBy(tls);
}

/** Takes certificates for one server, whatever others are asked by. */
export function useTlsFor(origin: string, tls: ResolvedScrapeTls): void {
  known.set(origin, fetchBy(tls));
}

/** `fetch` by the certificates and the token that were given. */
export async function fetchServer(url: string, init?: RequestInit): Promise<Response> {
  const by = await (known.get(new URL(url).origin) ?? usual);
  return (by ?? fetch)(url, withToken(url, init));
}

/** What is loaded for it is much, and rarely needed. */
async function fetchBy(tls: ResolvedScrapeTls): Promise<Fetch> {
  const { createTlsFetch } = await import('@telltale/station');
  return createTlsFetch(tls);
}

/** What keeps a server from being trusted, by the codes of the runtime. */
const FAULTS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself: name it with --ca to trust it',
  SELF_SIGNED_CERT_IN_CHAIN: 'the authority of its certificate is not known: name it with --ca',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the authority of its certificate is not known: name it with --ca',
  UNABLE_TO_GET_ISSUER_CERT: 'the authority of its certificate is not known: name it with --ca',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the authority of its certificate is not known: name it with --ca',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS: write http://',
};

/** The error for a server that gave no answer, with what is wrong with its certificate. */
export function unreachable(address: string, cause: unknown): TelltaleError {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const code = inner instanceof Error && 'code' in inner ? String(inner.code) : '';
  const fault = Object.hasOwn(FAULTS, code) ? `: ${FAULTS[code]}` : '';
  return new TelltaleError('TT_STATION_UNREACHABLE', `no server answers at ${address}${fault}`, { cause });
}
