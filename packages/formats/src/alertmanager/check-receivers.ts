import type { SourceNode } from '../tree/source-node.ts';
import type { ParsedIntegration, ParsedReceiver } from './alertmanager-config.ts';
import type { Reading } from './read-section.ts';

/** Fields of which an integration needs one, its own or of the section `global`. */
interface Need {
  readonly own: readonly string[];
  readonly global: readonly string[];
}

const need = (own: string, global = ''): Need => ({
  own: own.split(' '),
  global: global === '' ? [] : global.split(' '),
});

const NEEDS: Readonly<Record<string, readonly Need[]>> = {
  discord: [need('webhook_url webhook_url_file')],
  email: [need('to'), need('smarthost', 'smtp_smarthost'), need('from', 'smtp_from')],
  incidentio: [need('url url_file')],
  jira: [need('project'), need('issue_type'), need('api_url', 'jira_api_url')],
  mattermost: [need('webhook_url webhook_url_file', 'mattermost_webhook_url mattermost_webhook_url_file')],
  msteams: [need('webhook_url webhook_url_file')],
  msteamsv2: [need('webhook_url webhook_url_file')],
  opsgenie: [need('api_key api_key_file', 'opsgenie_api_key opsgenie_api_key_file')],
  pagerduty: [need('routing_key routing_key_file service_key service_key_file')],
  pushover: [need('user_key user_key_file'), need('token token_file')],
  slack: [
    need(
      'api_url api_url_file app_token app_token_file',
      'slack_api_url slack_api_url_file slack_app_token slack_app_token_file',
    ),
  ],
  sns: [need('topic_arn phone_number target_arn')],
  telegram: [
    need('bot_token bot_token_file', 'telegram_bot_token telegram_bot_token_file'),
    need('chat_id chat_id_file'),
  ],
  victorops: [need('routing_key'), need('api_key api_key_file', 'victorops_api_key victorops_api_key_file')],
  webex: [need('room_id')],
  webhook: [need('url url_file')],
  wechat: [
    need('api_secret api_secret_file', 'wechat_api_secret wechat_api_secret_file'),
    need('corp_id', 'wechat_api_corp_id'),
  ],
};

/** What Alertmanager refuses in receivers: no address, no key, a secret given twice. */
export function checkReceivers(
  reading: Reading,
  global: SourceNode | undefined,
  receivers: readonly ParsedReceiver[],
): void {
  if (global) checkSecrets(reading, global);
  for (const { integrations } of receivers) {
    for (const integration of integrations) {
      checkNeeds(reading, global, integration);
      checkSecrets(reading, integration.node);
    }
  }
}

function checkNeeds(
  { issues }: Reading,
  global: SourceNode | undefined,
  { kind, node }: ParsedIntegration,
): void {
  for (const { own, global: inherited } of NEEDS[kind] ?? []) {
    const isGiven = own.some((name) => isSet(node, name)) || inherited.some((name) => isSet(global, name));
    if (isGiven) continue;
    const elsewhere = inherited.length === 0 ? '' : `, or ${inherited[0]} in the global section`;
    const fix = `set ${own.length > 1 && own[1].endsWith('_file') ? own[1] : own[0]}${elsewhere}`;
    issues.error('missing-field', node.start, `the ${kind} receiver has no '${own[0]}'`, fix);
  }
}

/** `x` and `x_file` exclude each other. */
function checkSecrets({ issues }: Reading, node: SourceNode): void {
  for (const { key, keyStart } of node.entries()) {
    const file = `${key}_file`;
    if (!isSet(node, key) || !isSet(node, file)) continue;
    issues.error('bad-value', keyStart, `'${key}' and '${file}' exclude each other`, `remove '${key}'`);
  }
}

function isSet(node: SourceNode | undefined, name: string): boolean {
  const value = node?.get(name);
  return value !== undefined && value.kind !== 'null' && value.text() !== '';
}
