import type { EmailReceiver } from '@telltale/model';
import type { SettingsReader } from '../settings-reader.ts';
import { unsupported } from './http-settings.ts';

const KNOWN = [
  'send_resolved',
  'to',
  'from',
  'hello',
  'smarthost',
  'auth_username',
  'auth_password',
  'auth_password_file',
  'auth_identity',
  'require_tls',
  'tls_config',
  'headers',
  'html',
  'text',
];
/** Headers that the other settings say. */
const OWN_HEADERS: ReadonlySet<string> = new Set(['from', 'to', 'subject']);

/** Reads an item of `email_configs`. */
export function readEmail(reader: SettingsReader, sendResolved: boolean): EmailReceiver {
  const username = reader.text('auth_username', 'smtp_auth_username');
  const password = reader.secret('auth_password', 'smtp_auth_password');
  const caFile = readTlsConfig(reader);
  const subject = readHeaders(reader);
  const html = reader.template('html');
  const text = reader.template('text');
  reader.ignoreOthers(KNOWN);
  return {
    kind: 'email',
    name: reader.receiver,
    sendResolved,
    to: (reader.text('to') ?? '').split(',').map((address) => address.trim()),
    from: reader.text('from', 'smtp_from') ?? '',
    smarthost: reader.text('smarthost', 'smtp_smarthost') ?? '',
    requireTls: reader.flag('require_tls', 'smtp_require_tls') ?? true,
    ...(username !== undefined && { username }),
    ...(password && { password }),
    ...(caFile !== undefined && { caFile }),
    ...(subject !== undefined && { subject }),
    ...(text !== undefined && { text }),
    ...(html !== undefined && { html }),
  };
}

function readTlsConfig(reader: SettingsReader): string | undefined {
  let caFile: string | undefined;
  for (const { key, value } of reader.node.get('tls_config')?.entries() ?? []) {
    if (key === 'ca_file') caFile = reader.source.pathOf(value.text() ?? '');
    else if (key !== 'insecure_skip_verify' || value.boolean() !== false) {
      throw unsupported(reader, value, `tls_config.${key}`);
    }
  }
  return caFile;
}

function readHeaders(reader: SettingsReader): string | undefined {
  const { node, source, receiver } = reader;
  const headers = node.get('headers')?.entries() ?? [];
  for (const { key, value } of headers) {
    if (!OWN_HEADERS.has(key.toLowerCase())) source.warn(value, `header ${key} of '${receiver}' is not sent`);
  }
  const subject = headers.find(({ key }) => key.toLowerCase() === 'subject')?.value.text();
  return subject === undefined ? undefined : reader.expand(subject);
}
