import type { ParsedAlertmanagerConfiguration, ParsedIntegration, SourceNode } from '@telltale/formats';
import type { DraftReceiver } from './definition-draft.ts';
import type { DefinitionDraft } from './definition-draft.ts';

type Options = DraftReceiver['options'];

/** Keys of each kind of integration that a receiver of a definition says too, or that are told of by themselves. */
const TAKEN: Readonly<Record<string, ReadonlySet<string>>> = {
  webhook: new Set(['send_resolved', 'url']),
  slack: new Set(['send_resolved', 'api_url', 'api_url_file', 'channel']),
  pagerduty: new Set(['send_resolved', 'routing_key', 'routing_key_file', 'service_key', 'service_key_file']),
  email: new Set([
    'send_resolved',
    'to',
    'from',
    'smarthost',
    'auth_username',
    'auth_password',
    'auth_password_file',
    'require_tls',
  ]),
};

/** What one integration is drafted from. */
interface Integration {
  readonly name: string;
  readonly parsed: ParsedIntegration;
  readonly global: SourceNode | undefined;
  readonly place: string;
  readonly draft: DefinitionDraft;
}

/** Takes receivers over; secrets that are written out become names of variables, and are listed. */
export function draftReceivers(
  { receivers, root }: ParsedAlertmanagerConfiguration,
  placeOf: (node: SourceNode) => string,
  draft: DefinitionDraft,
): void {
  const global = root?.get('global');
  for (const { name, integrations, node } of receivers) {
    if (integrations.length === 0) draft.drop(placeOf(node), `the receiver ${name}`, 'it tells nobody');
    let isFirst = true;
    for (const parsed of integrations) {
      const own = isFirst ? name : freeName(`${name}-${parsed.kind}`, draft);
      const place = placeOf(parsed.node);
      const options = optionsOf({ name: own, parsed, global, place, draft });
      if (options === undefined) continue;
      draft.addReceiver(place, options);
      dropOtherKeys(own, parsed, place, draft);
      if (!isFirst) draft.drop(place, own, `it is a receiver of its own now: route to it beside ${name}`);
      isFirst = false;
    }
  }
}

function freeName(name: string, { receivers }: DefinitionDraft): string {
  const isTaken = (candidate: string) => receivers.some((receiver) => receiver.name === candidate);
  if (!isTaken(name)) return name;
  let number = 2;
  while (isTaken(`${name}-${number}`)) number++;
  return `${name}-${number}`;
}

function optionsOf(integration: Integration): DraftReceiver | undefined {
  const { name, parsed, place, draft } = integration;
  const { kind, node, sendResolved } = parsed;
  const resolved = sendResolved ? {} : { sendResolved };
  switch (kind) {
    case 'webhook':
      return { name, kind, options: { ...webhookOptions(integration), ...resolved } };
    case 'slack': {
      const channel = node.get('channel')?.text();
      const url = secretOf(integration, 'api_url', 'slack_api_url');
      return { name, kind, options: { url, ...(channel !== undefined && { channel }), ...resolved } };
    }
    case 'pagerduty': {
      const isOld = node.get('routing_key') === undefined && node.get('routing_key_file') === undefined;
      const routingKey = secretOf(integration, isOld ? 'service_key' : 'routing_key');
      return { name, kind, options: { routingKey, ...resolved } };
    }
    case 'email':
      return { name, kind, options: { ...emailOptions(integration), ...resolved } };
    default:
      draft.drop(place, `${kind} of the receiver ${name}`, 'a definition has no receivers of this kind');
      return undefined;
  }
}

function webhookOptions({ name, parsed, place, draft }: Integration): Options {
  const url = parsed.node.get('url')?.text();
  const address = url === undefined ? null : URL.parse(url);
  if (url === undefined || !address) {
    draft.drop(
      place,
      `url of the receiver ${name}`,
      'it is not written out: write the address that is meant',
    );
    return { url: 'http://127.0.0.1:9/' };
  }
  if (address.username !== '' || address.password !== '' || address.search !== '') {
    const reason = 'it may hold a secret and is not copied: write where the definition finds it';
    draft.drop(place, `the user or the query of the url of ${name}`, reason);
    address.username = '';
    address.password = '';
    address.search = '';
    return { url: address.href };
  }
  return { url };
}

function emailOptions(integration: Integration): Options {
  const { parsed, global } = integration;
  const either = (key: string) => parsed.node.get(key) ?? global?.get(`smtp_${key}`);
  const username = either('auth_username')?.text();
  const requireTls = either('require_tls')?.boolean();
  return {
    to: (parsed.node.get('to')?.text() ?? '').split(',').map((address) => address.trim()),
    from: either('from')?.text() ?? 'alerts@localhost',
    smarthost: either('smarthost')?.text() ?? 'localhost:25',
    ...(username !== undefined && {
      username,
      password: secretOf(integration, 'auth_password', 'smtp_auth_password'),
    }),
    ...(requireTls === false && { requireTls }),
  };
}

/**
 * Where a secret comes from: the file that is named, else a variable. One that was written out is not
 * copied: it has been in a file for too long.
 */
function secretOf({ name, parsed, global, place, draft }: Integration, own: string, common?: string): object {
  const key = parsed.node.get(own) || parsed.node.get(`${own}_file`) ? own : (common ?? own);
  const holder = key === own ? parsed.node : global;
  const file = holder?.get(`${key}_file`)?.text();
  if (file !== undefined) return { file };
  const variable = (key === own ? `${name}_${key}` : key).toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
  const env = variable.replace(/^(?=\d)/, '_');
  draft.drop(place, `${key} of the receiver ${name}`, `secrets are not copied: set the variable ${env}`);
  return { env };
}

function dropOtherKeys(
  name: string,
  { kind, node }: ParsedIntegration,
  place: string,
  draft: DefinitionDraft,
): void {
  const keys = node.entries().map(({ key }) => key);
  const others = keys.filter((key) => !TAKEN[kind].has(key));
  if (others.length > 0) {
    draft.drop(
      place,
      `${others.join(', ')} of the receiver ${name}`,
      'receivers of a definition do not have them',
    );
  }
}
