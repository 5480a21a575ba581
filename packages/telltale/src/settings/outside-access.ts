import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { TelltaleError } from '@telltale/model';
import { MIN_TOKEN_LENGTH } from '@telltale/station';
import type { OutsideAccess } from '@telltale/station';
import type { CommandIo } from '../io/command-io.ts';

/** The option that opens a station to other machines. */
export interface ListenOption {
  /** Address of this machine. */
  readonly listen?: string;
}

/** File of the data folder with the token that was made up. */
const TOKEN_FILE = 'token';

/**
 * How a station is reached from other machines: the token is that of `TELLTALE_TOKEN`, that in the file of
 * `TELLTALE_TOKEN_FILE`, or one that is made up and kept in the data folder for its owner alone to read.
 *
 * @throws TelltaleError TT_USAGE for an address that is none, or a token that is too short
 */
export function outsideAccess(
  { listen, data }: ListenOption & { readonly data: string },
  io: Pick<CommandIo, 'cwd' | 'env' | 'writeError'>,
): OutsideAccess | undefined {
  if (listen === undefined) return undefined;
  if (isIP(listen) === 0) {
    throw new TelltaleError('TT_USAGE', `--listen must be an address of this machine, not "${listen}"`, {
      fix: 'Write 0.0.0.0 for all addresses, or one such as 192.0.2.7; the port is that of --port.',
    });
  }
  return { host: listen, token: givenToken(io) ?? keptToken(resolve(io.cwd, data), io) };
}

function givenToken({ cwd, env }: Pick<CommandIo, 'cwd' | 'env'>): string | undefined {
  const { TELLTALE_TOKEN: text = '', TELLTALE_TOKEN_FILE: file = '' } = env;
  if (text !== '') return checked(text, 'TELLTALE_TOKEN');
  return file === '' ? undefined : checked(read(resolve(cwd, file)), 'the file of TELLTALE_TOKEN_FILE');
}

function keptToken(folder: string, { writeError }: Pick<CommandIo, 'writeError'>): string {
  const file = join(folder, TOKEN_FILE);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
    writeError(`A token was made up: it is in ${file}.\n`);
  }
  return checked(read(file), file);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new TelltaleError('TT_FILE_READ', `${file} cannot be read`, { cause });
  }
}

function checked(token: string, place: string): string {
  if (token.length >= MIN_TOKEN_LENGTH && !/\s/.test(token)) return token;
  throw new TelltaleError(
    'TT_USAGE',
    `the token of ${place} is shorter than ${MIN_TOKEN_LENGTH} characters`,
    {
      fix: 'Take a long one without spaces, such as that of: openssl rand -base64 24.',
    },
  );
}
