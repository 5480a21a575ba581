import { TelltaleError } from '@telltale/model';
import type { CommandIo } from './command-io.ts';
import { stationPort } from './station-port.ts';

/**
 * The address of a server, which may be behind a path, from `HOST:PORT` or a URL; the station on this
 * machine where none is given.
 */
export function serverAddress(option: string | undefined, io: CommandIo): string {
  const text = option ?? `127.0.0.1:${stationPort(undefined, io)}`;
  const url = URL.parse(text.includes('://') ? text : `http://${text}`);
  if (url?.protocol === 'http:' || url?.protocol === 'https:') {
    return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
  }
  throw new TelltaleError('TT_USAGE', `--url must be an http or https address, not "${text}"`, {
    fix: 'Write for example --url http://127.0.0.1:9090.',
  });
}
