import type { CheckRule } from '../../check-rule.ts';
import { commandFlags } from '../../stack/command-flag.ts';
import { servicesRunning } from '../scrape/scraping-container.ts';

const compose = (command: string): string =>
  `services:\n  prometheus:\n    image: prom/prometheus:v3.14.0\n${command}`;

/** A Prometheus that is not told how long to keep what. */
export const promRetention: CheckRule = {
  id: 'prom/retention',
  severity: 'info',
  preset: 'strict',
  why: 'Prometheus keeps 15 days whatever anybody planned, and as much of them as the disk takes.',
  doc: 'A Compose service that runs Prometheus without storage.tsdb.retention.time and storage.tsdb.retention.size; agents keep nothing.',
  examples: [
    {
      wrong: { files: { 'compose.yaml': compose('') } },
      right: {
        files: { 'compose.yaml': compose('    command: [--storage.tsdb.retention.time=30d]\n') },
      },
    },
  ],
  *run(workspace) {
    for (const service of servicesRunning(workspace, 'prometheus')) {
      const flags = commandFlags(service.node).map(({ name }) => name);
      if (flags.some((name) => /^storage\.tsdb\.retention|^agent$/.test(name))) continue;
      yield {
        place: service.placeOf(service.nameRange),
        message: 'how long samples are kept is not said',
        fix: 'add --storage.tsdb.retention.time=15d and --storage.tsdb.retention.size with less than the disk has',
      };
    }
  },
};
