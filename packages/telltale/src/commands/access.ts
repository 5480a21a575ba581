import { randomBytes } from 'node:crypto';
import { printYamlDocument } from '@telltale/formats';
import { TelltaleError } from '@telltale/model';
import type { Role } from '@telltale/station';
import { ROLES, hashPassword, hashToken, isRole, makeToken } from '@telltale/station';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';

/** The options of `telltale access token` and `user`. */
export interface AccessCommandOptions {
  readonly name: string;
  readonly role: string;
}

/** The options of `telltale access user`. */
export interface AccessUserOptions extends AccessCommandOptions {
  /** Whether the password is read from standard input. */
  readonly passwordStdin?: boolean;
}

/** Shorter ones are guessed. */
const MIN_PASSWORD_LENGTH = 12;
const PASSWORD_BYTES = 18;

/** `telltale access token`: a new token, and its entry for the file of `--access`. */
export async function accessTokenCommand(
  { name, role }: AccessCommandOptions,
  io: CommandIo,
): Promise<number> {
  const token = makeToken();
  const entry = { name, role: checkedRole(role), sha256: hashToken(token) };
  return print('tokens', entry, `The token, which is shown this once: ${token}\n`, io);
}

/** `telltale access user`: the entry of a user, with a password that is made up, or read. */
export async function accessUserCommand(
  { name, role, passwordStdin = false }: AccessUserOptions,
  io: CommandIo,
): Promise<number> {
  const checked = checkedRole(role);
  const given = passwordStdin ? await readPassword() : undefined;
  const password = given ?? randomBytes(PASSWORD_BYTES).toString('base64url');
  const entry = { name, role: checked, password: await hashPassword(password) };
  const told = given === undefined ? `The password, which is shown this once: ${password}\n` : '';
  return print('users', entry, told, io);
}

/** The entry can be sent to a file; the secret stays on the terminal. */
function print(
  list: 'tokens' | 'users',
  entry: Readonly<Record<string, string>>,
  told: string,
  io: CommandIo,
) {
  io.write(printYamlDocument({ [list]: [entry] }));
  io.writeError(`${told}The entry belongs under ${list}: of the file of --access.\n`);
  return EXIT.ok;
}

function checkedRole(text: string): Role {
  if (isRole(text)) return text;
  throw new TelltaleError('TT_USAGE', `"${text}" is no role`, { fix: `Take one of ${ROLES.join(', ')}.` });
}

async function readPassword(): Promise<string> {
  const { text } = await import('node:stream/consumers');
  const [password] = (await text(process.stdin)).split(/\r?\n/, 1);
  if (password.length >= MIN_PASSWORD_LENGTH) return password;
  throw new TelltaleError('TT_USAGE', `the password is shorter than ${MIN_PASSWORD_LENGTH} characters`, {
    fix: 'Write a longer one to standard input, or leave --password-stdin out for one that is made up.',
  });
}
