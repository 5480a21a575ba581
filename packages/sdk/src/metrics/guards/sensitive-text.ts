import { wordsOfName } from '../../platform/name-words.ts';

/** What stands for a value that must not be shown. */
export const REDACTED = '__redacted__';

/** Words of label names that stand for secrets and personal data. */
const SENSITIVE_WORDS: ReadonlySet<string> = new Set([
  'password',
  'passwd',
  'pwd',
  'passphrase',
  'token',
  'secret',
  'apikey',
  'authorization',
  'auth',
  'cookie',
  'session',
  'credential',
  'credentials',
  'email',
  'mail',
  'phone',
  'ssn',
  'iban',
  'jwt',
]);

/** Pairs of words that are sensitive together. */
const SENSITIVE_PAIRS: ReadonlySet<string> = new Set([
  'api key',
  'access key',
  'private key',
  'credit card',
  'card number',
  'user name',
  'user id',
  'session id',
  'ip address',
  'social security',
]);

/** Last words that make a count or a kind of what is before them: `token_type` is no token. */
const HARMLESS_ENDS: ReadonlySet<string> = new Set([
  'type',
  'kind',
  'count',
  'state',
  'status',
  'result',
  'method',
  'provider',
  'source',
  'name',
]);

/** Whether a label of this name holds secrets or personal data, by its words. */
export function isSensitiveName(name: string): boolean {
  const words = wordsOfName(name);
  const isHarmless = words.length > 1 && HARMLESS_ENDS.has(words[words.length - 1]);
  if (isHarmless && !SENSITIVE_PAIRS.has(words.slice(-2).join(' '))) return false;
  return words.some(
    (word, index) => SENSITIVE_WORDS.has(word) || SENSITIVE_PAIRS.has(`${word} ${words[index + 1]}`),
  );
}

const JWT = /\beyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*/;
const BEARER = /\b(?:bearer|basic)\s+[\w.~+/-]{8,}/i;
const EMAIL = /[^\s@/]{1,64}@[^\s@/]{1,255}\.[a-z]{2,24}\b/i;
const KEY = /\b(?:sk|pk|rk)[-_](?:live|test|proj|ant)[-_]\w{8,}|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{20,}/;
const DIGITS = /(?:\d[ -]?){12,18}\d/;

/** Whether a value looks like a secret or like personal data: a JWT, a bearer token, a key, an e-mail address, a card number. */
export function isSensitiveValue(text: string): boolean {
  if (text.length < 6) return false;
  const isText = text.includes('@') ? EMAIL.test(text) : false;
  if (isText || JWT.test(text) || BEARER.test(text) || KEY.test(text)) return true;
  const [digits] = DIGITS.exec(text) ?? [];
  return digits !== undefined && isCardNumber(digits.replaceAll(/\D/g, ''));
}

/** Card numbers end in a check digit (Luhn); one in ten other numbers does, too. */
function isCardNumber(digits: string): boolean {
  if (!/^[3-6]/.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
