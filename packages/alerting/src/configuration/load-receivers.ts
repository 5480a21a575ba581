import type { ParsedAlertmanagerConfiguration, ParsedIntegration } from '@telltale/formats';
import type { Receiver } from '@telltale/model';
import type { ConfigurationSource } from './configuration-source.ts';
import type { InlineSecrets } from './inline-secrets.ts';
import { readEmail } from './integrations/email.ts';
import { readPagerDuty } from './integrations/pagerduty.ts';
import { readSlack } from './integrations/slack.ts';
import { readWebhook } from './integrations/webhook.ts';
import { createSettingsReader } from './settings-reader.ts';
import type { SettingsReader } from './settings-reader.ts';

const READERS: ReadonlyMap<string, (reader: SettingsReader, sendResolved: boolean) => Receiver> = new Map<
  string,
  (reader: SettingsReader, sendResolved: boolean) => Receiver
>([
  ['webhook', readWebhook],
  ['slack', readSlack],
  ['email', readEmail],
  ['pagerduty', readPagerDuty],
]);

/**
 * The integrations of all receivers, each a receiver of that name. Throws `TT_FILE_FORMAT` for a kind that
 * the station does not tell by itself: who counts on it would never hear of anything.
 */
export function loadReceivers(
  { receivers, root }: ParsedAlertmanagerConfiguration,
  source: ConfigurationSource,
  secrets: InlineSecrets,
  templates: string,
): readonly Receiver[] {
  const global = root?.get('global');
  return receivers.flatMap(({ name, integrations }) =>
    integrations.map((integration) => {
      const { kind, node, sendResolved } = integration;
      const read = READERS.get(kind);
      if (!read) throw unknownKind(source, name, integration);
      const options = { source, secrets, receiver: name, kind, node, global, templates };
      return read(createSettingsReader(options), sendResolved);
    }),
  );
}

function unknownKind(source: ConfigurationSource, name: string, { kind, node }: ParsedIntegration): Error {
  return source.fault(
    node,
    `the receiver '${name}' is told by ${kind}, which the station does not do by itself`,
    'Forward to an Alertmanager (`alertmanagers` in the definition), or post to it with a templated webhook.',
  );
}
