import { TelltaleError } from '../errors/telltale-error.ts';

/** One mail address. */
export interface MailAddress {
  /** Shown instead of the address; empty where none is given. */
  readonly name: string;
  /** `local@domain`, the domain in ASCII. */
  readonly address: string;
}

const MAX_LENGTH = 998;
const MAX_LOCAL_LENGTH = 64;
const MAX_DOMAIN_LENGTH = 253;
/** Also what looks like an end of line to a mail program. */
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u;
/** RFC 5322 `dot-atom`; what else the RFC allows in front of the @ no mail server of today hands out. */
const LOCAL_PART = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const DOMAIN_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
const NAMED = /^(?:"((?:[^"\\]|\\["\\])*)"|([^"<>]*?))\s*<([^<>]*)>$/;

/**
 * Reads one mail address: `ops@shop.example` or `Shop alerts <ops@shop.example>`. Much that RFC 5322 allows
 * is refused, because mail programs have been made to deliver to someone else by it: groups, lists, comments,
 * quoted local parts, line ends.
 *
 * @throws TelltaleError `TT_DEFINITION_INVALID`, saying what is wrong.
 */
export function parseMailAddress(text: string): MailAddress {
  if (text.length > MAX_LENGTH) throw fault(text, `is longer than ${MAX_LENGTH} characters`);
  if (CONTROL.test(text)) throw fault(text, 'has a line end or another control character in it');
  const trimmed = text.trim();
  const named = NAMED.exec(trimmed);
  const name = (named?.[1]?.replace(/\\(.)/g, '$1') ?? named?.[2] ?? '').trim();
  if (named?.[2] !== undefined && /[,:;@()]/.test(name)) throw fault(text, listFault(name));
  const address = named ? named[3] : trimmed;
  const at = address.lastIndexOf('@');
  if (at < 1) throw fault(text, at === 0 ? 'has nothing in front of the @' : listFault(address));
  return { name, address: `${localPart(text, address.slice(0, at))}@${domain(text, address.slice(at + 1))}` };
}

function localPart(text: string, local: string): string {
  if (local.startsWith('"')) throw fault(text, 'has a quoted local part');
  if (!LOCAL_PART.test(local)) throw fault(text, listFault(local));
  if (local.length > MAX_LOCAL_LENGTH)
    throw fault(text, `has more than ${MAX_LOCAL_LENGTH} characters before @`);
  return local;
}

function domain(text: string, written: string): string {
  // Reads names in other scripts as browsers do; what else an address of the web may hold is none of these.
  const isName = written !== '' && !/[\s!-,/:-@[-`{-~]/.test(written);
  const ascii = isName ? (URL.parse(`http://${written}/`)?.hostname ?? '') : '';
  const isValid =
    ascii.length <= MAX_DOMAIN_LENGTH && ascii.split('.').every((label) => DOMAIN_LABEL.test(label));
  if (!isValid) throw fault(text, listFault(written.replace(/^\[.*\]$/, '')));
  return ascii;
}

function listFault(part: string): string {
  if (/[:;]/.test(part)) return 'is a group of addresses; write each of them';
  if (/[,@]/.test(part)) return 'is more than one address; write each by itself';
  if (/[()]/.test(part)) return 'has a comment in it';
  return 'is no mail address';
}

function fault(text: string, what: string): TelltaleError {
  const shown = JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
  return new TelltaleError('TT_DEFINITION_INVALID', `${shown} ${what}.`, {
    fix: 'Write one address such as ops@shop.example, or Shop alerts <ops@shop.example>.',
  });
}
