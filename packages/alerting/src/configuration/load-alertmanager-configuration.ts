import { parseAlertmanagerConfig } from '@telltale/formats';
import { TelltaleError, parseDuration } from '@telltale/model';
import type { SecretReader } from '../channels/channel.ts';
import type { NotifierConfiguration } from '../notifier/notifier-configuration.ts';
import { createConfigurationSource } from './configuration-source.ts';
import { createInlineSecrets } from './inline-secrets.ts';
import { loadReceivers } from './load-receivers.ts';
import { loadInhibitions, loadRoutes } from './load-routes.ts';
import { loadTemplates } from './load-templates.ts';
import { loadTimeIntervals } from './load-time-intervals.ts';

/** An `alertmanager.yml` that the station tells receivers by. */
export interface LoadedAlertmanagerConfiguration {
  readonly configuration: NotifierConfiguration;
  /** What the file says and nothing is done with, each with its place. */
  readonly warnings: readonly string[];
  /** Reads the secrets that stand in the file; asks `next` for all others. */
  readonly secretReader: (next: SecretReader) => SecretReader;
}

/**
 * Reads an `alertmanager.yml` of any version, with the templates it names. The file is taken as a whole or
 * not at all: what would keep a message from arriving is an error, what only changes its looks a warning.
 *
 * @throws TelltaleError `TT_FILE_FORMAT` with file, line and column; `TT_FILE_READ` for a template.
 */
export function loadAlertmanagerConfiguration(text: string, file: string): LoadedAlertmanagerConfiguration {
  const parsed = parseAlertmanagerConfig(text, file);
  const issue = parsed.issues.find(({ severity }) => severity === 'error');
  if (issue) {
    const { position, message, fix } = issue;
    const place = `${position.file}:${position.line}:${position.column}`;
    throw new TelltaleError('TT_FILE_FORMAT', `${place}: ${message}`, fix === '' ? {} : { fix });
  }
  const source = createConfigurationSource(text, file);
  const secrets = createInlineSecrets(file);
  const inhibitions = loadInhibitions(parsed, source);
  const timeIntervals = loadTimeIntervals(parsed, source);
  const resolveTimeoutMs = parseDuration(parsed.root?.get('global')?.get('resolve_timeout')?.text() ?? '');
  const configuration = {
    route: loadRoutes(parsed, source),
    receivers: loadReceivers(parsed, source, secrets, loadTemplates(parsed, source)),
    ...(inhibitions.length > 0 && { inhibitions }),
    ...(timeIntervals.length > 0 && { timeIntervals }),
    ...(resolveTimeoutMs !== undefined && { resolveTimeoutMs }),
  };
  return { configuration, warnings: source.warnings, secretReader: (next) => secrets.reader(next) };
}
