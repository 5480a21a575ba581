import { hasLuhnDigit, isIban } from './check-digits.ts';

/** What can be recognised in a text, the worst first. */
export const LEAK_KINDS = [
  'private-key',
  'access-key',
  'bearer-token',
  'jwt',
  'password-in-url',
  'card-number',
  'iban',
  'email',
  'phone-number',
] as const;

export type LeakKind = (typeof LEAK_KINDS)[number];

/** What each is called. */
export const LEAK_WORDS: Readonly<Record<LeakKind, string>> = {
  'private-key': 'a private key',
  'access-key': 'an access key',
  'bearer-token': 'a bearer token',
  jwt: 'a JSON web token',
  'password-in-url': 'a password in an address',
  'card-number': 'a card number',
  iban: 'an account number',
  email: 'an e-mail address',
  'phone-number': 'a phone number',
};

/** Something in a text that should not be there. */
export interface Leak {
  readonly kind: LeakKind;
  readonly text: string;
}

interface Detector {
  readonly kind: LeakKind;
  readonly pattern: RegExp;
  /** What a text of the pattern has to hold as well. */
  readonly holds?: (text: string) => boolean;
}

/** Longer texts are looked at up to here. */
const MAX_LENGTH = 20_000;

// The patterns have no nested repetitions: a hostile text costs no more than another one.
const DETECTORS: readonly Detector[] = [
  { kind: 'private-key', pattern: /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----/g },
  {
    kind: 'access-key',
    pattern:
      /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bAIza[\w-]{35}\b|\bgh[pousr]_\w{20,255}|\bxox[abprs]-[\w-]{10,250}|\b(?:sk|pk|rk)[-_](?:live|test|proj|ant)[-_][\w-]{8,250}|\bglpat-[\w-]{20,64}/g,
  },
  { kind: 'bearer-token', pattern: /\bbearer\s{1,4}[\w.~+/-]{12,500}/gi },
  { kind: 'jwt', pattern: /\beyJ[\w-]{5,2000}\.[\w-]{5,4000}\.[\w-]{0,1000}/g },
  {
    kind: 'password-in-url',
    pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@]{1,100}:[^\s/@]{1,200}@/gi,
    holds: (text) => !/:(?:\*+|x+|_*redacted_*|\[redacted\])@$/i.test(text),
  },
  {
    kind: 'card-number',
    pattern: /(?<![\w.-])[3-6]\d(?:[ -]?\d){11,17}(?![\w.-])/g,
    holds: (text) => hasLuhnDigit(text.replaceAll(/\D/g, '')),
  },
  {
    kind: 'iban',
    pattern: /\b[A-Z]{2}\d{2}(?: ?[0-9A-Z]{4}){3,7}(?: ?[0-9A-Z]{1,3})?\b/g,
    holds: (text) => isIban(text.replaceAll(' ', '')),
  },
  { kind: 'email', pattern: /[\w.%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,4}\.[a-z]{2,24}\b/gi },
  {
    kind: 'phone-number',
    pattern: /(?<![\w.+-])\+[1-9]\d{0,2}[ -]?(?:\(\d{1,4}\)[ -]?)?\d(?:[ -]?\d){6,12}(?![\w.-])/g,
  },
];

/** Everything in a text that looks like a secret or like data of a person; nothing is told twice. */
export function findLeaks(text: string): readonly Leak[] {
  const cut = text.slice(0, MAX_LENGTH);
  const leaks: Leak[] = [];
  let rest = cut;
  for (const { kind, pattern, holds = () => true } of DETECTORS) {
    const found = [...rest.matchAll(pattern)].map(([match]) => match).filter((match) => holds(match));
    leaks.push(...found.map((match) => ({ kind, text: match })));
    // An address with a password looks like an e-mail address, too.
    for (const match of found) rest = rest.replaceAll(match, () => ' ');
  }
  return leaks;
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Whether a text is the id of one thing among very many. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
