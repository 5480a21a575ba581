import { fieldTable } from './field-table.ts';
import type { FieldTable } from './field-table.ts';

/** The top of an `alertmanager.yml`. */
export const CONFIG_FIELDS = fieldTable({
  section: 'global route',
  any: 'inhibit_rules receivers templates mute_time_intervals time_intervals@0.24 tracing@0.30 event_recorder@0.33',
});

/** The section `global`. */
export const GLOBAL_FIELDS = fieldTable({
  duration: 'resolve_timeout',
  flag: 'smtp_require_tls smtp_force_implicit_tls@0.31',
  section: 'http_config smtp_tls_config@0.28',
  text: `smtp_from smtp_hello smtp_smarthost smtp_auth_username smtp_auth_password smtp_auth_password_file
    smtp_auth_secret smtp_auth_secret_file@0.31 smtp_auth_identity slack_api_url slack_api_url_file
    slack_app_token@0.30 slack_app_token_file@0.30 slack_app_url@0.30 pagerduty_url opsgenie_api_url
    opsgenie_api_key opsgenie_api_key_file wechat_api_url wechat_api_secret wechat_api_secret_file@0.31
    wechat_api_corp_id victorops_api_url victorops_api_key victorops_api_key_file telegram_api_url
    telegram_bot_token@0.31 telegram_bot_token_file@0.31 webex_api_url jira_api_url@0.28
    rocketchat_api_url@0.28 rocketchat_token@0.28 rocketchat_token_file@0.28 rocketchat_token_id@0.28
    rocketchat_token_id_file@0.28 mattermost_webhook_url@0.32 mattermost_webhook_url_file@0.32`,
});

/** A node of the routing tree. */
export const ROUTE_FIELDS = fieldTable({
  text: 'receiver',
  flag: 'continue',
  duration: 'group_wait group_interval repeat_interval',
  labels: 'match match_re labels@0.34',
  texts: 'group_by mute_time_intervals active_time_intervals@0.24',
  any: 'matchers routes',
});

/** An item of `inhibit_rules`. */
export const INHIBIT_FIELDS = fieldTable({
  text: 'name@0.30',
  labels: 'source_match source_match_re target_match target_match_re',
  texts: 'equal',
  any: 'source_matchers target_matchers',
});

/** An item of `time_intervals`, and of a time interval. */
export const TIME_INTERVAL_FIELDS = fieldTable({ text: 'name', any: 'time_intervals' });
export const TIME_RANGE_FIELDS = fieldTable({
  text: 'location',
  any: 'times weekdays days_of_month months years',
});

/** Integrations that came after 0.22. */
const INTEGRATION_SINCE: ReadonlyMap<string, string> = new Map([
  ['sns', '0.23'],
  ['telegram', '0.24'],
  ['discord', '0.25'],
  ['webex', '0.25'],
  ['msteams', '0.26'],
  ['jira', '0.28'],
  ['msteamsv2', '0.28'],
  ['rocketchat', '0.28'],
  ['incidentio', '0.29'],
  ['mattermost', '0.30'],
]);

/** Kinds that do not tell of resolved alerts unless they are told to. */
export const SILENT_ON_RESOLVED: ReadonlySet<string> = new Set(['email', 'slack', 'rocketchat', 'wechat']);

const BASE = { flag: 'send_resolved', section: 'http_config' };
const ATTACHMENT = 'fallback color pretext title title_link thumb_url footer image_url';

/** The fields of each kind of integration. */
export const INTEGRATION_FIELDS: ReadonlyMap<string, FieldTable> = new Map([
  [
    'discord',
    fieldTable({
      ...BASE,
      text: 'webhook_url webhook_url_file@0.27 content@0.28 title message username@0.28 avatar_url@0.28',
    }),
  ],
  [
    'email',
    fieldTable({
      flag: 'send_resolved require_tls force_implicit_tls@0.31',
      labels: 'headers',
      section: 'tls_config threading@0.30',
      text: `to from hello smarthost auth_username auth_password auth_password_file auth_secret
        auth_secret_file@0.31 auth_identity html text`,
    }),
  ],
  [
    'incidentio',
    fieldTable({
      ...BASE,
      count: 'max_alerts',
      duration: 'timeout',
      text: 'url url_file alert_source_token alert_source_token_file',
    }),
  ],
  [
    'jira',
    fieldTable({
      ...BASE,
      duration: 'reopen_duration',
      texts: 'labels',
      any: 'fields summary description',
      text: `api_url api_type@0.29 project priority issue_type reopen_transition resolve_transition
        wont_fix_resolution`,
    }),
  ],
  [
    'mattermost',
    fieldTable({
      ...BASE,
      section: 'http_config props priority',
      any: 'fields attachments',
      text: `webhook_url webhook_url_file channel username text type icon_url icon_emoji ${ATTACHMENT}
        author_name author_link author_icon footer_icon`,
    }),
  ],
  ['msteams', fieldTable({ ...BASE, text: 'webhook_url webhook_url_file@0.27 title summary@0.27 text' })],
  ['msteamsv2', fieldTable({ ...BASE, text: 'webhook_url webhook_url_file title text' })],
  [
    'opsgenie',
    fieldTable({
      flag: 'send_resolved update_alerts',
      section: 'http_config',
      labels: 'details',
      any: 'responders',
      text: `api_key api_key_file api_url message description source entity actions tags note priority`,
    }),
  ],
  [
    'pagerduty',
    fieldTable({
      ...BASE,
      duration: 'timeout@0.30',
      any: 'details images links',
      text: `service_key service_key_file routing_key routing_key_file url client client_url description source
        severity class component group`,
    }),
  ],
  [
    'pushover',
    fieldTable({
      flag: 'send_resolved html monospace@0.29',
      section: 'http_config',
      duration: 'retry expire ttl@0.27',
      text: 'user_key user_key_file@0.26 token token_file@0.26 title message url url_title device@0.26 sound priority',
    }),
  ],
  [
    'rocketchat',
    fieldTable({
      flag: 'send_resolved short_fields link_names',
      section: 'http_config',
      any: 'fields actions',
      text: `api_url token_id token_id_file token token_file channel color title title_link text emoji icon_url
        image_url thumb_url`,
    }),
  ],
  [
    'slack',
    fieldTable({
      flag: 'send_resolved short_fields link_names update_message@0.32',
      section: 'http_config',
      duration: 'timeout@0.30',
      texts: 'mrkdwn_in',
      any: 'fields actions',
      text: `api_url api_url_file app_token@0.30 app_token_file@0.30 app_url@0.30 channel username text
        message_text@0.31 callback_id icon_emoji icon_url ${ATTACHMENT}`,
    }),
  ],
  [
    'sns',
    fieldTable({
      flag: 'send_resolved use_aws_http_client@0.33',
      section: 'http_config sigv4',
      labels: 'attributes',
      text: 'api_url topic_arn phone_number target_arn subject message',
    }),
  ],
  [
    'telegram',
    fieldTable({
      flag: 'send_resolved disable_notifications',
      section: 'http_config',
      text: `api_url bot_token bot_token_file@0.26 chat_id chat_id_file@0.31 message_thread_id@0.28 message
        parse_mode`,
    }),
  ],
  [
    'victorops',
    fieldTable({
      ...BASE,
      labels: 'custom_fields',
      text: `api_key api_key_file api_url routing_key message_type state_message entity_display_name
        monitoring_tool`,
    }),
  ],
  ['webex', fieldTable({ ...BASE, text: 'api_url message room_id' })],
  [
    'webhook',
    fieldTable({
      ...BASE,
      count: 'max_alerts',
      duration: 'timeout@0.28',
      text: 'url url_file@0.26',
      any: 'payload@0.32',
    }),
  ],
  [
    'wechat',
    fieldTable({
      ...BASE,
      text: `api_secret api_secret_file@0.31 corp_id message api_url to_user to_party to_tag agent_id
        message_type`,
    }),
  ],
]);

/** A receiver: its name and its integrations. */
export const RECEIVER_FIELDS: FieldTable = new Map([
  ...fieldTable({ text: 'name', labels: 'labels@0.33' }),
  ...[...INTEGRATION_FIELDS.keys()].map((kind) => {
    const since = INTEGRATION_SINCE.get(kind);
    const spec = since === undefined ? { type: 'any' as const } : { type: 'any' as const, since };
    return [`${kind}_configs`, spec] as const;
  }),
]);
