import type { SensitiveNames } from './sensitive-names.ts';
import { REDACTED } from './sensitive-names.ts';

/** User and password of an address: up to the last `@` before path, query and white space. */
const USER_INFO = /([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/?#"'<>]*@/gi;
/**
 * `name=value`, `name: value`, `"name":"value"` and that once more in quotes: in queries of addresses and anywhere
 * else. A value in quotes may lack its end, where a text was cut. Whatever stands in a text, each character is
 * looked at a few times at most.
 */
const PAIR =
  /(?<![\w.-])([\w.-]{2,64})(\\?["']?\s{0,3}[=:]\s{0,3})(\\"[^"]*(?:"|$)|"(?:[^"\\]|\\.)*(?:"|\\?$)|'[^']*(?:'|$)|[^\s,;&"'<>{}[\]\\]+)/g;
/** What shows by its form that it opens a door: JSON web tokens, bearer tokens, keys of well-known makers. */
const TOKEN =
  /\beyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*|\b(bearer|basic)\s+[\w.~+/=-]{8,}|\b(?:sk|pk|rk)[-_](?:live|test|proj|ant)[-_]\w{8,}|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{20,}|\bxox[abprs]-[\w-]{10,}/gi;

/** Puts a mark in place of the secrets in a text. */
export function cleanText(text: string, names: SensitiveNames): string {
  let cleaned = text;
  if (cleaned.includes('://')) cleaned = cleaned.replaceAll(USER_INFO, `$1${REDACTED}@`);
  cleaned = cleaned.replaceAll(TOKEN, (_, scheme?: string) => (scheme ? `${scheme} ${REDACTED}` : REDACTED));
  if (!cleaned.includes('=') && !cleaned.includes(':')) return cleaned;
  return cleaned.replaceAll(PAIR, (whole: string, name: string, mark: string, value: string) => {
    if (!names.has(name) || isGone(value)) return whole;
    const [quote = ''] = /^\\?["']/.exec(value) ?? [];
    return `${name}${mark}${quote}${REDACTED}${quote}`;
  });
}

/** The scheme of an authorization says nothing, and what follows it has been looked at already. */
function isGone(value: string): boolean {
  return value === REDACTED || /^["']?(?:bearer|basic)(?:\s|$)/i.test(value);
}
