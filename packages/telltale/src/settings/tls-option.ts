import { resolve } from 'node:path';
import type { ResolvedStationTls } from '@telltale/definition';
import { TelltaleError } from '@telltale/model';
import type { CommandIo } from '../io/command-io.ts';

/** The options that give a station a certificate. */
export interface TlsOption {
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly tlsClientCa?: string;
  readonly tlsClientName?: readonly string[];
}

/**
 * TLS of the station's ports: the command line comes before environment variables, and these before the definition.
 *
 * @throws TelltaleError TT_USAGE for a certificate without its key, or authorities of clients without a certificate
 */
export function tlsOption(
  options: TlsOption,
  { cwd, env }: Pick<CommandIo, 'cwd' | 'env'>,
  defined?: ResolvedStationTls,
): ResolvedStationTls | undefined {
  const file = (option: string | undefined, variable: string, before: string | undefined) => {
    const text = option ?? nonEmpty(env[variable]) ?? before;
    return text === undefined ? undefined : resolve(cwd, text);
  };
  const certFile = file(options.tlsCert, 'TELLTALE_TLS_CERT', defined?.certFile);
  const keyFile = file(options.tlsKey, 'TELLTALE_TLS_KEY', defined?.keyFile);
  const clientCaFile = file(options.tlsClientCa, 'TELLTALE_TLS_CLIENT_CA', defined?.clientCaFile);
  const names = nonEmpty(env['TELLTALE_TLS_CLIENT_NAMES'])?.trim().split(/\s+/);
  const clientNames = options.tlsClientName ?? names ?? defined?.clientNames;
  if (certFile === undefined && keyFile === undefined && clientCaFile === undefined) return undefined;
  if (certFile === undefined || keyFile === undefined) {
    throw new TelltaleError('TT_USAGE', 'TLS needs a certificate and its key', {
      fix: 'Name both files: --tls-cert and --tls-key, or TELLTALE_TLS_CERT and TELLTALE_TLS_KEY.',
    });
  }
  if (clientNames && clientCaFile === undefined) {
    throw new TelltaleError('TT_USAGE', 'names of clients are looked at in their certificates', {
      fix: 'Name the authorities of clients with --tls-client-ca or TELLTALE_TLS_CLIENT_CA.',
    });
  }
  return { certFile, keyFile, ...(clientCaFile && { clientCaFile }), ...(clientNames && { clientNames }) };
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
