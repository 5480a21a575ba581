import { parseAlertmanagerConfig } from '@telltale/formats';
import type { Route, TimeInterval } from '@telltale/model';
import { createConfigurationSource } from './configuration-source.ts';
import { loadRoutes } from './load-routes.ts';
import { loadTimeIntervals } from './load-time-intervals.ts';

/** What decides who is told, without how: enough for `explainRoutes`. */
export interface LoadedRouting {
  readonly route: Route;
  /** Receivers by which somebody is told, each with its kinds of messages: `webhook`, `slack` … */
  readonly receivers: readonly { readonly name: string; readonly kinds: readonly string[] }[];
  readonly timeIntervals: readonly TimeInterval[];
}

/**
 * Reads who is told from a configuration whose secrets are hidden, as a running Alertmanager tells it: its receivers
 * cannot be loaded.
 *
 * @throws TelltaleError `TT_FILE_FORMAT` with file, line and column
 */
export function loadRouting(text: string, file: string): LoadedRouting {
  const parsed = parseAlertmanagerConfig(text, file);
  const source = createConfigurationSource(text, file);
  return {
    route: loadRoutes(parsed, source),
    receivers: parsed.receivers
      .filter(({ integrations }) => integrations.length > 0)
      .map(({ name, integrations }) => ({ name, kinds: integrations.map(({ kind }) => kind) })),
    timeIntervals: loadTimeIntervals(parsed, source),
  };
}
