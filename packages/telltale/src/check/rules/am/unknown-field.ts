import type { CheckRule } from '../../check-rule.ts';
import { exampleRouting } from './example-routing.ts';
import { faultsOf } from './schema.ts';

const MAIL = { receivers: '  - name: team\n    email_configs:\n      - to: a@example.org\n' };
const SERVER = 'global:\n  smtp_smarthost: mail.example.org:587\n  smtp_from: b@example.org\n';

/** Fields that Alertmanager does not have. */
export const amUnknownField: CheckRule = {
  id: 'am/unknown-field',
  severity: 'error',
  why: 'Alertmanager refuses the whole file because of it.',
  doc: `A field that no version of Alertmanager has at this place, or that is newer than the version in the
stack: where exactly one image of Alertmanager is in sight, its tag decides, otherwise the newest.`,
  examples: [
    {
      wrong: {
        files: {
          'alertmanager.yml':
            SERVER + exampleRouting({ receivers: `${MAIL.receivers}        subject: Alert\n` }),
        },
      },
      right: {
        files: {
          'alertmanager.yml':
            SERVER + exampleRouting({ receivers: `${MAIL.receivers}        headers: { Subject: Alert }\n` }),
        },
      },
    },
  ],
  run: (workspace) => faultsOf(workspace, (code) => code === 'unknown-field'),
};
