import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { TelltaleError } from '@telltale/model';
import type { CommandIo } from '../io/command-io.ts';

/** A Grafana and what it is asked with. */
export interface GrafanaAccess {
  readonly address: string;
  /** The header; absent where nothing is known. */
  readonly authorization?: string;
}

const PREFIX = 'TELLTALE_GRAFANA_';

/**
 * The token of a service account, or user and password, from the environment or from files that it names.
 *
 * @throws TelltaleError TT_FILE_READ
 */
export function grafanaAccess(address: string, io: CommandIo): GrafanaAccess {
  const token = grafanaToken(io);
  if (token !== undefined) return { address, authorization: `Bearer ${token}` };
  const user = secretOf('USER', io);
  const password = secretOf('PASSWORD', io);
  if (user === undefined || password === undefined) return { address };
  return { address, authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}

/**
 * The token of a service account, from the environment or from the file that it names.
 *
 * @throws TelltaleError TT_FILE_READ
 */
export function grafanaToken(io: CommandIo): string | undefined {
  return secretOf('TOKEN', io);
}

function secretOf(name: string, { env, cwd }: CommandIo): string | undefined {
  const file = env[`${PREFIX}${name}_FILE`];
  if (!file) return env[PREFIX + name] || undefined;
  try {
    return readFileSync(resolve(cwd, file), 'utf8').trim();
  } catch (cause) {
    throw new TelltaleError('TT_FILE_READ', `${PREFIX}${name}_FILE cannot be read: ${String(cause)}`, {
      cause,
    });
  }
}
