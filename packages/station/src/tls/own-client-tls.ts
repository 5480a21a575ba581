import type { ResolvedScrapeTls, ResolvedStationTls } from '@telltale/definition';

/**
 * How the station asks its own port: nobody else can have it, so that any certificate there is its own, also one
 * that is made out for another name than `127.0.0.1`. It shows the same certificate, by which it is known.
 */
export function ownClientTls({ certFile, keyFile }: ResolvedStationTls): ResolvedScrapeTls {
  return { certFile, keyFile, insecureSkipVerify: true };
}
