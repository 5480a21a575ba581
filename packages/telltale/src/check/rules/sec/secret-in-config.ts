import type { SourceNode } from '@telltale/formats';
import type { CheckRule } from '../../check-rule.ts';
import type { RuleFinding } from '../../finding.ts';
import type { CheckedDocument } from '../../workspace/workspace.ts';
import { givenSecrets } from './given-secrets.ts';
import { isPlaceholder, isWellKnownPassword } from './secret-values.ts';

/** Keys of Prometheus' and Alertmanager's files that hold a secret, with the key for a file instead. */
const KEYS: ReadonlyMap<string, string> = new Map([
  ['slack_api_url', 'slack_api_url_file'],
  ['api_url', 'api_url_file'],
  ['smtp_auth_password', 'smtp_auth_password_file'],
  ['auth_password', 'auth_password_file'],
  ['password', 'password_file'],
  ['credentials', 'credentials_file'],
  ['bearer_token', 'authorization.credentials_file'],
  ['bot_token', 'bot_token_file'],
  ['routing_key', 'routing_key_file'],
  ['service_key', 'service_key_file'],
  ['api_key', 'api_key_file'],
  ['opsgenie_api_key', 'opsgenie_api_key_file'],
  ['victorops_api_key', 'victorops_api_key_file'],
  ['client_secret', 'client_secret_file'],
  ['secret_key', "the server's own credentials"],
]);

/** Secrets in plain text. */
export const secSecretInConfig: CheckRule = {
  id: 'sec/secret-in-config',
  severity: 'error',
  why: 'Whoever can read the repository, an image or a backup of it has the secret, and it stays in the history.',
  doc: 'A password, token, key or secret URL is written out in a Compose file, a Kubernetes manifest, an Alertmanager or a Prometheus configuration. Placeholders, variables, `*_file` keys and files for development are left alone; passwords that everybody knows are sec/default-password.',
  examples: [
    {
      wrong: {
        files: {
          'compose.yaml':
            'services:\n  db:\n    image: postgres:18.1\n    environment:\n      POSTGRES_PASSWORD: hu8-Kq2m\n',
        },
      },
      right: {
        files: {
          'compose.yaml':
            'services:\n  db:\n    image: postgres:18.1\n    environment:\n      POSTGRES_PASSWORD_FILE: /run/secrets/db\n',
        },
      },
    },
    {
      wrong: {
        files: {
          'alertmanager.yml':
            "route: { receiver: team }\nreceivers:\n  - name: team\n    slack_configs:\n      - channel: '#ops'\n        api_url: https://hooks.slack.com/services/T0AB/B0CD/h8Kq2m\n",
        },
      },
      right: {
        files: {
          'alertmanager.yml':
            "route: { receiver: team }\nreceivers:\n  - name: team\n    slack_configs:\n      - channel: '#ops'\n        api_url_file: /run/secrets/slack_url\n",
        },
      },
    },
    {
      wrong: {
        files: {
          'alertmanager.yml':
            'route: { receiver: team }\nreceivers:\n  - name: team\n    pagerduty_configs:\n      - routing_key: h8Kq2mR7c\n',
        },
      },
      right: {
        files: {
          'alertmanager.yml':
            'route: { receiver: team }\nreceivers:\n  - name: team\n    victorops_configs:\n      - api_key_file: /run/secrets/victorops\n        routing_key: database\n',
        },
      },
    },
    {
      wrong: {
        files: {
          'compose.yaml':
            'services:\n  app:\n    image: shop:1.2.0\n    environment:\n      - DB_PASSWORD=hu8-Kq2m\n',
        },
      },
      right: {
        files: {
          'compose.yaml':
            'services:\n  app:\n    image: shop:1.2.0\n    environment:\n      - DB_PASSWORD=/run/secrets/db\n',
        },
      },
    },
  ],
  *run(workspace) {
    for (const { name, value, place, isDevelopment } of givenSecrets(workspace)) {
      if (isDevelopment || isWellKnownPassword(value)) continue;
      yield {
        place,
        message: `${name} is written out`,
        fix: 'give it as a secret file, or by a variable without a default',
      };
    }
    for (const document of workspace.documents) {
      if (document.kind === 'alertmanager-config' || document.kind === 'prometheus-config') {
        yield* inConfiguration(document, document.root);
      }
    }
  },
};

/** `section` is the key that the node, or the list it is in, stands under. */
function* inConfiguration(document: CheckedDocument, node: SourceNode, section = ''): Iterable<RuleFinding> {
  for (const { key, value } of node.entries()) {
    const instead = KEYS.get(key);
    const text = value.text();
    if (instead === undefined || text === undefined) yield* inConfiguration(document, value, key);
    // VictorOps calls the name of a team so.
    else if (isSecret(key, text) && !(key === 'routing_key' && section === 'victorops_configs')) {
      yield { place: document.placeOf(value), message: `${key} is written out`, fix: `use ${instead}` };
    }
  }
  for (const item of node.items()) yield* inConfiguration(document, item, section);
}

/** An `api_url` is a secret only where knowing it is enough to post. */
function isSecret(key: string, text: string): boolean {
  if (isPlaceholder(text)) return false;
  if (!key.endsWith('api_url')) return true;
  return (
    /hooks\.slack\.com\/(?:services|workflows)\/[\w/-]{6,}/.test(text) && !/\/(?:T?0+|T?X+)\//i.test(text)
  );
}
