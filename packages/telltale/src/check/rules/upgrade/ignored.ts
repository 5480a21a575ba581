import type { CheckRule } from '../../check-rule.ts';
import { findChanges } from './find-changes.ts';

const compose = (feature: string): string =>
  `services:\n  prometheus:\n    image: prom/prometheus:v3.14.0\n    restart: unless-stopped\n    command:\n      - --config.file=/etc/prometheus/prometheus.yml\n      - --enable-feature=${feature}\n`;

/** What the version wanted accepts and does nothing with. */
export const upgradeIgnored: CheckRule = {
  id: 'upgrade/ignored',
  severity: 'warning',
  why: 'Nothing complains, and what was asked for does not happen.',
  doc: `Only with \`--target-versions\`: features that became the normal case or moved to the configuration,
alerts in panels of Grafana, variables without effect.`,
  examples: [
    {
      wrong: {
        files: { 'compose.yaml': compose('otlp-write-receiver') },
        targetVersions: 'prometheus=3',
      },
      right: {
        files: { 'compose.yaml': compose('exemplar-storage') },
        targetVersions: 'prometheus=3',
      },
    },
  ],
  run: (workspace) => findChanges(workspace).filter(({ effect }) => effect === 'ignored'),
};
