import { readFile } from 'node:fs/promises';
import type { Secret } from '@telltale/model';

/** Reads a secret from the environment or its file, anew each time. Rejects, naming where it was looked for. */
export async function readSecret(secret: Secret): Promise<string> {
  if ('env' in secret) {
    const value = process.env[secret.env];
    if (value === undefined || value === '') throw new Error(`the variable ${secret.env} is not set`);
    return value;
  }
  try {
    return (await readFile(secret.file, 'utf8')).trim();
  } catch (cause) {
    throw new Error(`the file ${secret.file} cannot be read`, { cause });
  }
}
