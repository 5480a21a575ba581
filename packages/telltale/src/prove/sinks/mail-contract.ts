import { addressParser } from 'postal-mime';
import type { Email } from 'postal-mime';
import type { Fault } from './fault.ts';

/** A mail as a server received it. */
export interface ReceivedMail {
  /** The bytes behind DATA, one character each. */
  readonly raw: string;
  readonly parsed: Email;
  /** The address of `MAIL FROM`. */
  readonly sender: string;
  /** The addresses of `RCPT TO`. */
  readonly recipients: readonly string[];
}

interface Header {
  readonly name: string;
  /** The whole header, lines joined. */
  readonly value: string;
}

const RFC = {
  message: 'https://www.rfc-editor.org/rfc/rfc5322',
  mime: 'https://www.rfc-editor.org/rfc/rfc2045',
  parts: 'https://www.rfc-editor.org/rfc/rfc2046#section-5.1.4',
  words: 'https://www.rfc-editor.org/rfc/rfc2047#section-2',
  smtp: 'https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1',
  auto: 'https://www.rfc-editor.org/rfc/rfc3834#section-5',
} as const;

const MAX_LINE_LENGTH = 998;
const MAX_QUOTED_LINE_LENGTH = 76;
const MESSAGE_ID = /^<[^\s<>@]+@[^\s<>@]+>$/;
/** Headers that may stand in a mail at most once (RFC 5322, 3.6). */
const SINGLE = [
  'date',
  'from',
  'sender',
  'reply-to',
  'to',
  'cc',
  'bcc',
  'message-id',
  'in-reply-to',
  'references',
  'subject',
];
const NEEDED = ['date', 'from', 'to', 'message-id', 'subject'];

/** Everything in which a mail deviates from the standards, and from what a notification should be. */
export function mailFaults(mail: ReceivedMail): readonly Fault[] {
  const headers = headersOf(mail.raw);
  return [
    ...headerFaults(headers),
    ...lineFaults(mail.raw),
    ...addressFaults(mail, headers),
    ...bodyFaults(mail, headers),
  ];
}

function headerFaults(headers: readonly Header[]): readonly Fault[] {
  const faults: Fault[] = [];
  const count = (name: string): number => headers.filter((header) => header.name === name).length;
  for (const name of SINGLE) {
    if (count(name) > 1)
      faults.push({ rule: `the header ${name} stands ${count(name)} times`, document: RFC.message });
  }
  for (const name of NEEDED) {
    if (count(name) === 0) faults.push({ rule: `the header ${name} is missing`, document: RFC.message });
  }
  const value = (name: string): string => headers.find((header) => header.name === name)?.value ?? '';
  if (count('date') > 0 && Number.isNaN(Date.parse(value('date')))) {
    faults.push({ rule: 'the header date is no date', document: RFC.message });
  }
  for (const name of ['message-id', 'in-reply-to']) {
    if (count(name) > 0 && !MESSAGE_ID.test(value(name))) {
      faults.push({ rule: `the header ${name} is no id in angle brackets`, document: RFC.message });
    }
  }
  if (value('mime-version') !== '1.0') faults.push({ rule: 'MIME-Version must be 1.0', document: RFC.mime });
  if (value('auto-submitted') !== 'auto-generated') {
    faults.push({
      rule: 'Auto-Submitted must be auto-generated, so that nobody answers by machine',
      document: RFC.auto,
    });
  }
  return faults;
}

function lineFaults(raw: string): readonly Fault[] {
  const faults: Fault[] = [];
  const [head] = raw.split('\r\n\r\n', 1);
  if (/[^\t\r\n\x20-\x7e]/.test(head)) {
    faults.push({
      rule: 'headers hold only printable ASCII; other letters are encoded words',
      document: RFC.words,
    });
  }
  const longest = Math.max(...raw.split('\r\n').map(({ length }) => length));
  if (longest > MAX_LINE_LENGTH) {
    faults.push({
      rule: `a line has ${longest} characters, more than ${MAX_LINE_LENGTH}`,
      document: RFC.message,
    });
  }
  if (/[^\r]\n|\r(?!\n)/.test(raw))
    faults.push({ rule: 'CR and LF stand only together', document: RFC.message });
  return faults;
}

function addressFaults(
  { parsed, sender, recipients }: ReceivedMail,
  headers: readonly Header[],
): readonly Fault[] {
  const faults: Fault[] = [];
  const senders = addressParser(headers.find(({ name }) => name === 'from')?.value ?? '');
  if (senders.length !== 1 || senders[0].address !== sender) {
    faults.push({
      rule: `From must be one address, the same as MAIL FROM (${sender})`,
      document: RFC.message,
    });
  }
  const named = (parsed.to ?? []).map(({ address }) => address ?? '').sort();
  if (named.join() !== [...recipients].sort().join()) {
    faults.push({ rule: `To must name those of RCPT TO (${recipients.join(', ')})`, document: RFC.message });
  }
  return faults;
}

function bodyFaults({ raw, parsed }: ReceivedMail, headers: readonly Header[]): readonly Fault[] {
  const faults: Fault[] = [];
  const [text, html] = [parsed.text?.trim() ?? '', parsed.html?.trim() ?? ''];
  if (text === '' && html === '') faults.push({ rule: 'the mail has no body', document: RFC.message });
  const type = headers.find(({ name }) => name === 'content-type')?.value ?? '';
  const types = [...raw.matchAll(/^content-type: (text\/\w+)/gim)].map(([, found]) => found.toLowerCase());
  if (types.includes('text/plain') && types.includes('text/html')) {
    if (!type.startsWith('multipart/alternative')) {
      faults.push({ rule: 'text and HTML of the same must be multipart/alternative', document: RFC.parts });
    }
    if (types.indexOf('text/html') < types.indexOf('text/plain')) {
      faults.push({ rule: 'the richest alternative goes last', document: RFC.parts });
    }
  }
  if (parsed.attachments.length > 0)
    faults.push({ rule: 'a notification has no attachments', document: RFC.parts });
  return [...faults, ...encodingFaults(raw)];
}

function encodingFaults(raw: string): readonly Fault[] {
  const encodings = [...raw.matchAll(/^content-transfer-encoding: (\S+)/gim)].map(([, found]) =>
    found.toLowerCase(),
  );
  const faults: Fault[] = [];
  if (!encodings.every((encoding) => encoding === 'quoted-printable' || encoding === '7bit')) {
    faults.push({
      rule: 'texts are quoted-printable, so that they can be read in transit',
      document: RFC.mime,
    });
  }
  const body = raw.slice(raw.indexOf('\r\n\r\n'));
  const isQuoted = encodings.includes('quoted-printable');
  if (isQuoted && body.split('\r\n').some(({ length }) => length > MAX_QUOTED_LINE_LENGTH)) {
    faults.push({
      rule: `quoted-printable lines have at most ${MAX_QUOTED_LINE_LENGTH} characters`,
      document: RFC.mime,
    });
  }
  if (/[^\t\r\n\x20-\x7e]/.test(body))
    faults.push({ rule: 'the body holds bytes that are not encoded', document: RFC.smtp });
  return faults;
}

/** The headers in front of the first empty line, unfolded. */
function headersOf(raw: string): readonly Header[] {
  const [head] = raw.split('\r\n\r\n', 1);
  return head
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .map((line) => {
      const colon = line.indexOf(':');
      return { name: line.slice(0, colon).toLowerCase(), value: line.slice(colon + 1).trim() };
    });
}
