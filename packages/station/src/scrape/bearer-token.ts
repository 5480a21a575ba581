import { readFile } from 'node:fs/promises';
import type { Secret } from '@telltale/model';

/** The token of a secret, read anew each time: tokens are replaced while the station runs. */
export async function bearerToken(secret: Secret): Promise<string> {
  if ('env' in secret) {
    const token = process.env[secret.env];
    if (token === undefined || token === '') {
      throw new Error(`the target asks for a token, and the variable ${secret.env} is not set`);
    }
    return token;
  }
  try {
    return (await readFile(secret.file, 'utf8')).trim();
  } catch (cause) {
    throw new Error(`the target asks for a token, and the file ${secret.file} cannot be read`, { cause });
  }
}
