import type { SourceNode } from '@telltale/formats';
import type { Secret } from '@telltale/model';
import type { SettingsReader } from '../settings-reader.ts';

/** What the station does by itself: redirects are never followed, HTTP/2 is not needed. */
const HARMLESS: ReadonlySet<string> = new Set(['follow_redirects', 'enable_http2']);

/**
 * Checks `http_config`. What decides whether a message arrives, such as a proxy or a client certificate, is
 * an error: a file that says so must not be taken for one that works.
 *
 * @returns The bearer token, where one is set and `takesToken`.
 */
export function readHttpConfig(reader: SettingsReader, takesToken = false): Secret | undefined {
  const section = reader.node.get('http_config');
  let token: Secret | undefined;
  for (const { key, value } of section?.entries() ?? []) {
    if (HARMLESS.has(key)) continue;
    if (takesToken && key === 'authorization') token = bearerToken(reader, value);
    else throw unsupported(reader, value, `http_config.${key}`);
  }
  return token;
}

function bearerToken(reader: SettingsReader, node: SourceNode): Secret | undefined {
  const { source, receiver } = reader;
  const type = node.get('type')?.text() ?? 'Bearer';
  if (type.toLowerCase() !== 'bearer') {
    throw source.fault(node, `authorization of the receiver '${receiver}' must be of type Bearer`);
  }
  const file = node.get('credentials_file')?.text();
  if (file !== undefined) return { file: source.pathOf(file) };
  const written = node.get('credentials');
  return written && reader.inline('authorization', written);
}

/** The error for a setting without which messages would not arrive as meant. */
export function unsupported({ source, receiver }: SettingsReader, node: SourceNode, setting: string): Error {
  return source.fault(
    node,
    `${setting} of the receiver '${receiver}' is not supported`,
    'Remove it, or forward to an Alertmanager: `alertmanagers` in the definition.',
  );
}
