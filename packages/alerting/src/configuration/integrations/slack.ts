import type { SlackReceiver } from '@telltale/model';
import type { SettingsReader } from '../settings-reader.ts';
import { readHttpConfig } from './http-settings.ts';

const KNOWN = ['send_resolved', 'api_url', 'api_url_file', 'channel', 'title', 'text', 'http_config'];

/** Reads an item of `slack_configs`. */
export function readSlack(reader: SettingsReader, sendResolved: boolean): SlackReceiver {
  const { source, node, receiver } = reader;
  readHttpConfig(reader);
  const url = reader.secret('api_url', 'slack_api_url');
  if (!url) {
    const fix = 'Set api_url_file to the file with the address of an incoming webhook.';
    throw source.fault(node, `the slack receiver '${receiver}' has no incoming webhook`, fix);
  }
  const channel = reader.text('channel');
  const title = reader.template('title');
  const text = reader.template('text');
  reader.ignoreOthers(KNOWN);
  return {
    kind: 'slack',
    name: receiver,
    sendResolved,
    url,
    ...(channel !== undefined && { channel }),
    ...(title !== undefined && { title }),
    ...(text !== undefined && { text }),
  };
}
