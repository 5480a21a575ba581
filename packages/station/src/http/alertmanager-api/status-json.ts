import { printNotifierConfiguration } from '@telltale/alerting';
import type { NotifierConfiguration } from '@telltale/alerting';
import { timeText } from './json-value.ts';

/** The version of Alertmanager whose API this is: clients choose by it what they ask for. */
const ALERTMANAGER_VERSION = '0.25.0';

/** What `GET status` tells: the configuration as a file, without its secrets. */
export function statusJson(configuration: NotifierConfiguration, startedAtMs: number) {
  return {
    // Several stations agree by equal keys or through Alertmanagers, not among themselves.
    cluster: { peers: [], status: 'disabled' },
    config: { original: printNotifierConfiguration(configuration) },
    uptime: timeText(startedAtMs),
    versionInfo: {
      branch: '',
      buildDate: '',
      buildUser: '',
      goVersion: '',
      revision: '',
      version: ALERTMANAGER_VERSION,
    },
  };
}
