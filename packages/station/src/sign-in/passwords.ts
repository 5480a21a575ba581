import type { ScryptOptions } from 'node:crypto';
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** 2^15 · 8 · 128 bytes, 32 MiB, for each check: guessing on a stolen file is dear, signing in takes a tenth of a second. */
const COST = { logN: 15, r: 8, p: 1 };
const SALT_BYTES = 16;
const KEY_BYTES = 32;
const BYTES_OF_BLOCK = 128;
/** What a file may ask for: entries come from people, and must not take the memory of the machine. */
const MAX = { logN: 17, r: 16, p: 4 };
const FORM = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{16,64})\$([A-Za-z0-9+/]{43})$/;

/** A hash of a password, read. */
interface PasswordHash {
  readonly logN: number;
  readonly r: number;
  readonly p: number;
  readonly salt: Buffer;
  readonly key: Buffer;
}

/** What is kept of a password: `$scrypt$ln=15,r=8,p=1$SALT$KEY`, the form that other programs write as well. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, { ...COST, salt });
  return `$scrypt$ln=${COST.logN},r=${COST.r},p=${COST.p}$${unpadded(salt)}$${unpadded(key)}`;
}

/** Whether a text is what {@link hashPassword} writes, at a cost that a station can bear. */
export function isPasswordHash(text: string): boolean {
  return readHash(text) !== undefined;
}

/** Whether a password is the one of a hash. The work is done in a thread of Node.js, not in the event loop. */
export async function isPassword(password: string, stored: string): Promise<boolean> {
  const hash = readHash(stored);
  return hash !== undefined && timingSafeEqual(await derive(password, hash), hash.key);
}

function readHash(text: string): PasswordHash | undefined {
  const found = FORM.exec(text);
  if (!found) return undefined;
  const [logN, r, p] = found.slice(1, 4).map(Number);
  const isBearable = logN >= 1 && r >= 1 && p >= 1 && logN <= MAX.logN && r <= MAX.r && p <= MAX.p;
  if (!isBearable) return undefined;
  return { logN, r, p, salt: Buffer.from(found[4], 'base64'), key: Buffer.from(found[5], 'base64') };
}

function derive(password: string, { logN, r, p, salt }: Omit<PasswordHash, 'key'>): Promise<Buffer> {
  const N = 2 ** logN;
  const options: ScryptOptions = { N, r, p, maxmem: BYTES_OF_BLOCK * r * (N + p + 2) };
  return new Promise((resolve, reject) => {
    // One text can be written in several ways in Unicode; keyboards differ in which they send.
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
