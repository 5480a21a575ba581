import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { TelltaleError } from '@telltale/model';
import type { CommandIo } from '../io/command-io.ts';
import { serverAddress } from '../io/server-address.ts';

/* What this process sends to servers that it asks, by their origin: like certificates, for all that it asks. */
const tokens = new Map<string, string>();

/** Sends a token with all questions to one server, and to no other. */
export function useTokenFor(url: string, token: string): void {
  tokens.set(new URL(url).origin, token);
}

/**
 * Sends the token of `TELLTALE_TOKEN`, or that of the file of `TELLTALE_TOKEN_FILE`, to the server of `--url`, or to
 * the station of this machine.
 *
 * @throws TelltaleError TT_FILE_READ for a file that cannot be read
 */
export function useStationToken(option: string | undefined, io: CommandIo): void {
  const token = tokenOf(io);
  if (token !== undefined) useTokenFor(serverAddress(option, io), token);
}

function tokenOf({ cwd, env }: CommandIo): string | undefined {
  const { TELLTALE_TOKEN: text = '', TELLTALE_TOKEN_FILE: file = '' } = env;
  if (text !== '') return text;
  if (file === '') return undefined;
  try {
    return readFileSync(resolve(cwd, file), 'utf8').trim();
  } catch (cause) {
    throw new TelltaleError('TT_FILE_READ', `${file} cannot be read`, { cause });
  }
}

/** What is asked, with the token of the server that is asked; an authorization of its own stays. */
export function withToken(url: string, init: RequestInit = {}): RequestInit {
  const token = tokens.get(new URL(url).origin);
  if (token === undefined) return init;
  const headers = new Headers(init.headers);
  if (!headers.has('authorization')) headers.set('authorization', `Bearer ${token}`);
  return { ...init, headers };
}
