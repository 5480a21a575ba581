import type { PagerDutyReceiver } from '@telltale/model';
import type { SettingsReader } from '../settings-reader.ts';
import { readHttpConfig } from './http-settings.ts';

const KNOWN = ['send_resolved', 'routing_key', 'routing_key_file', 'url', 'http_config'];

/** Reads an item of `pagerduty_configs`. */
export function readPagerDuty(reader: SettingsReader, sendResolved: boolean): PagerDutyReceiver {
  const { source, node, receiver } = reader;
  readHttpConfig(reader);
  const routingKey = reader.secret('routing_key');
  if (!routingKey) {
    throw source.fault(
      node,
      `the pagerduty receiver '${receiver}' has no routing_key`,
      'A service_key is one of the old Events API: create an integration of Events API v2 and write its key.',
    );
  }
  const url = reader.text('url', 'pagerduty_url');
  reader.ignoreOthers(KNOWN);
  return { kind: 'pagerduty', name: receiver, sendResolved, routingKey, ...(url !== undefined && { url }) };
}
