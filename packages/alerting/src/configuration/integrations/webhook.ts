import type { WebhookReceiver } from '@telltale/model';
import type { SettingsReader } from '../settings-reader.ts';
import { readHttpConfig, unsupported } from './http-settings.ts';

const KNOWN = ['send_resolved', 'url', 'url_file', 'http_config', 'max_alerts', 'payload'];

/** Reads an item of `webhook_configs`. */
export function readWebhook(reader: SettingsReader, sendResolved: boolean): WebhookReceiver {
  const { node, receiver } = reader;
  const authorization = readHttpConfig(reader, true);
  const maxAlerts = Number(node.get('max_alerts')?.text() ?? 0);
  const payload = node.get('payload');
  if (payload && payload.kind !== 'scalar') throw unsupported(reader, payload, 'payload that is no text');
  const body = reader.template('payload');
  reader.ignoreOthers(KNOWN);
  return {
    kind: 'webhook',
    name: receiver,
    sendResolved,
    url: addressOf(reader),
    ...(maxAlerts > 0 && { maxAlerts }),
    ...(authorization && { authorization }),
    ...(body !== undefined && { body }),
  };
}

function addressOf(reader: SettingsReader): WebhookReceiver['url'] {
  const { node, source, receiver } = reader;
  const file = reader.text('url_file');
  if (file !== undefined) return { file: source.pathOf(file) };
  const url = reader.text('url') ?? '';
  const protocol = URL.parse(url)?.protocol;
  if (protocol === 'http:' || protocol === 'https:') return url;
  const at = node.get('url') ?? node;
  throw source.fault(at, `the url of the receiver '${receiver}' is no http or https address`);
}
