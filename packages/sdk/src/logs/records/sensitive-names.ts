import { wordsOfName } from '../../platform/name-words.ts';
import { REDACTED } from '../../metrics/guards/sensitive-text.ts';

export { REDACTED };

/** Words of field names that stand for what opens doors. */
const SECRET_WORDS: ReadonlySet<string> = new Set([
  'password',
  'passwd',
  'pwd',
  'pass',
  'passphrase',
  'passcode',
  'token',
  'secret',
  'apikey',
  'authorization',
  'cookie',
  'cookies',
  'credential',
  'credentials',
  'jwt',
  'otp',
  'cvv',
  'cvc',
  'signature',
  'ssn',
  'iban',
]);

/** The same at the end of words that were joined: `dbpassword`. */
const SECRET_ENDS = /(?:password|passwd|passphrase|secret|token|apikey)$/;

/** Pairs of words that are secret together. */
const SECRET_PAIRS: ReadonlySet<string> = new Set([
  'api key',
  'access key',
  'private key',
  'signing key',
  'encryption key',
  'account key',
  'session id',
  'credit card',
  'card number',
]);

/** Last words that make a count or a kind of what is before them: `token_type` is no token. */
const HARMLESS_ENDS: ReadonlySet<string> = new Set([
  'type',
  'kind',
  'count',
  'length',
  'size',
  'limit',
  'state',
  'status',
  'result',
  'method',
  'provider',
  'source',
  'name',
  'expiry',
  'expires',
  'age',
]);

/** Says of names of fields whether what they hold may be shown. */
export class SensitiveNames {
  readonly #more: ReadonlySet<string>;
  readonly #allowed: ReadonlySet<string>;

  /**
   * @param more - Further names that are secret.
   * @param allowed - Names that look secret and are not.
   */
  constructor(more: readonly string[] = [], allowed: readonly string[] = []) {
    this.#more = new Set(more.map(plain));
    this.#allowed = new Set(allowed.map(plain));
  }

  has(name: string): boolean {
    const form = plain(name);
    if (this.#allowed.has(form)) return false;
    return this.#more.has(form) || isSecret(name);
  }
}

/** However the words are joined: `apiKey`, `api_key` and `API-Key` are one name. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

function isSecret(name: string): boolean {
  const words = wordsOfName(name);
  if (words.length > 1 && HARMLESS_ENDS.has(words[words.length - 1])) return false;
  return words.some(
    (word, at) =>
      SECRET_WORDS.has(word) || SECRET_ENDS.test(word) || SECRET_PAIRS.has(`${word} ${words[at + 1]}`),
  );
}
