import type { Secret } from '@telltale/model';
import type { SecretReader } from '../channels/channel.ts';

/** Separates the file from the place in it. No configuration has such a name. */
const SEPARATOR = '#';

/**
 * Secrets that stand in a configuration file itself. A receiver only holds the place of each, so that a
 * value gets neither into an answer nor into what is stored.
 */
export interface InlineSecrets {
  /** Keeps a value; `place` is told apart from others by where it is written. */
  add(value: string, place: string): Secret;
  /** Reads the kept ones; asks `next` for all others. */
  reader(next: SecretReader): SecretReader;
}

/** Keeps the secrets that are written in a file, which receivers then only name. */
export function createInlineSecrets(file: string): InlineSecrets {
  const values = new Map<string, string>();
  return {
    add: (value, place) => {
      const key = `${file}${SEPARATOR}${place}`;
      values.set(key, value);
      return { file: key };
    },
    reader: (next) => async (secret) => {
      const value = 'file' in secret ? values.get(secret.file) : undefined;
      return value ?? next(secret);
    },
  };
}

/** Whether a secret stands in the configuration file itself. */
export function isInlineSecret(secret: Secret): boolean {
  return 'file' in secret && secret.file.includes(SEPARATOR);
}
