import { TelltaleError } from '@telltale/model';
import type { CommandIo } from './command-io.ts';

/** The station's port unless told otherwise. */
const DEFAULT_PORT = 4400;

/** The port from the option, else from TELLTALE_PORT, else 4400. */
export function stationPort(option: string | undefined, io: CommandIo): number {
  const text = option ?? io.env['TELLTALE_PORT'];
  if (text === undefined || text === '') return DEFAULT_PORT;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    const source = option === undefined ? 'TELLTALE_PORT' : '--port';
    throw new TelltaleError('TT_USAGE', `${source} must be a number from 0 to 65535, not "${text}"`);
  }
  return port;
}
