import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { TelltaleError } from '@telltale/model';
import type { AccessSource, StationSettings, TokenEntry } from '@telltale/station';
import { MIN_TOKEN_LENGTH, hashToken, openAccessFile } from '@telltale/station';
import { createFolder } from '@telltale/storage';
import type { CommandIo } from '../io/command-io.ts';

/** The options that open a station to other machines, and say who may do what. */
export interface AccessOptions {
  /** Address of this machine. */
  readonly listen?: string;
  /** File that says who may do what. */
  readonly access?: string;
}

/** File of the data folder with the token that was made up. */
const TOKEN_FILE = 'token';
/** The name of the token of the environment or the data folder, in what is shown and in the audit log. */
const TOKEN_NAME = 'TELLTALE_TOKEN';

type Io = Pick<CommandIo, 'cwd' | 'env' | 'writeError'>;

/**
 * Where a station listens and who may do what. A file (`--access`, `TELLTALE_ACCESS_FILE`) says it, beside the token
 * of `TELLTALE_TOKEN` or `TELLTALE_TOKEN_FILE`, which may do everything. Without a file, a station that other machines
 * reach has one such token, made up and kept in the data folder where none is given, and asks nobody of this machine.
 *
 * @throws TelltaleError TT_USAGE for an address that is none, or a token that is too short; TT_ACCESS for a file with
 * a fault
 */
export function stationAccess(
  { listen, access = '', data }: AccessOptions & { readonly data: string },
  io: Io,
): Pick<StationSettings, 'host' | 'access'> {
  if (listen !== undefined && isIP(listen) === 0) {
    throw new TelltaleError('TT_USAGE', `--listen must be an address of this machine, not "${listen}"`, {
      fix: 'Write 0.0.0.0 for all addresses, or one such as 192.0.2.7; the port is that of --port.',
    });
  }
  const host = listen === undefined ? {} : { host: listen };
  const file = access === '' ? (io.env['TELLTALE_ACCESS_FILE'] ?? '') : access;
  if (file !== '') return { ...host, access: withToken(accessFile(file, io), givenToken(io)) };
  if (listen === undefined) return {};
  const token = givenToken(io) ?? keptToken(resolve(io.cwd, data), io);
  return {
    ...host,
    access: { current: () => ({ tokens: [adminToken(token)], users: [], local: 'admin' }) },
  };
}

function accessFile(file: string, { cwd, writeError }: Io): AccessSource {
  return openAccessFile({
    file: resolve(cwd, file),
    log: (line) => writeError(`${line}\n`),
    now: () => Date.now(),
  });
}

function withToken(source: AccessSource, token: string | undefined): AccessSource {
  if (token === undefined) return source;
  const entry = adminToken(token);
  return {
    current: () => {
      const access = source.current();
      return { ...access, tokens: [entry, ...access.tokens] };
    },
  };
}

function adminToken(token: string): TokenEntry {
  return { name: TOKEN_NAME, role: 'admin', sha256: hashToken(token) };
}

function givenToken({ cwd, env }: Pick<CommandIo, 'cwd' | 'env'>): string | undefined {
  const { TELLTALE_TOKEN: text = '', TELLTALE_TOKEN_FILE: file = '' } = env;
  if (text !== '') return checked(text, 'TELLTALE_TOKEN');
  return file === '' ? undefined : checked(read(resolve(cwd, file)), 'the file of TELLTALE_TOKEN_FILE');
}

function keptToken(folder: string, { writeError }: Pick<CommandIo, 'writeError'>): string {
  const file = join(folder, TOKEN_FILE);
  if (!existsSync(file)) {
    createFolder(folder);
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
