import { backtestRule } from '@telltale/alerting';
import type { Backtest } from '@telltale/alerting';
import { TelltaleError, formatDuration } from '@telltale/model';
import type { AlertingRule } from '@telltale/model';
import { printBacktests, summarise } from '../backtest/print-backtests.ts';
import { loadDefinition } from '../definition/load-definition.ts';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { durationOption } from '../io/duration-option.ts';
import { serverAddress } from '../io/server-address.ts';
import { withRemoteQuery } from '../server/remote-query.ts';

/** Of one alert: about a year with an evaluation every ten seconds. More would seem to have no end. */
const MAX_STEPS = 3_000_000;
const DAY_MS = 86_400_000;

/** The options of `telltale test --replay`. */
export interface BacktestCommandOptions {
  readonly config?: string;
  readonly env?: string;
  /** Names of alerts; all where none is given. */
  readonly alerts: readonly string[];
  /** How far to look back, such as `30d`. */
  readonly replay: string;
  /** A station or a Prometheus that has the samples. */
  readonly url?: string;
  readonly json?: boolean;
}

/**
 * `telltale test --replay`: how often the alerts of the definition would have fired over what a server has stored.
 *
 * @throws TelltaleError TT_USAGE, TT_UNKNOWN_ALERT, TT_STATION_UNREACHABLE.
 */
export async function backtestCommand(options: BacktestCommandOptions, io: CommandIo): Promise<number> {
  const { resolved } = await loadDefinition({
    config: options.config,
    cwd: io.cwd,
    environment: options.env,
    env: io.env,
  });
  const rangeMs = durationOption('--replay', options.replay);
  const rules = chosen(
    resolved.rules.filter((rule) => rule.kind === 'alerting'),
    options.alerts,
  );
  const address = serverAddress(options.url, io);
  const stepMs = resolved.evaluationIntervalMs;
  checkRange(options.replay, rangeMs, stepMs);
  const endMs = Math.floor(Date.now() / stepMs) * stepMs;
  const backtests = await withRemoteQuery(address, async (query) => {
    const done: Backtest[] = [];
    for (const rule of rules) {
      if (io.showsProgress) io.writeError(`\r${done.length + 1} of ${rules.length} ${rule.name}\u001B[K`);
      done.push(await backtestRule(rule, { query, startMs: endMs - rangeMs, endMs, stepMs }));
    }
    return done;
  });
  if (io.showsProgress) io.writeError('\r\u001B[K');
  io.write(options.json ? jsonOf(backtests) : printBacktests(backtests, options.replay));
  return EXIT.ok;
}

function checkRange(replay: string, rangeMs: number, stepMs: number): void {
  if (rangeMs / stepMs <= MAX_STEPS) return;
  const mostMs = Math.floor((MAX_STEPS * stepMs) / DAY_MS) * DAY_MS;
  throw new TelltaleError(
    'TT_USAGE',
    `--replay ${replay} has more than ${MAX_STEPS} evaluations of each alert.`,
    {
      fix: `With one each ${formatDuration(stepMs)} write at most --replay ${formatDuration(mostMs)}.`,
    },
  );
}

function chosen(rules: readonly AlertingRule[], names: readonly string[]): readonly AlertingRule[] {
  const unknown = names.find((name) => !rules.some((rule) => rule.name === name));
  if (unknown !== undefined) {
    throw new TelltaleError('TT_UNKNOWN_ALERT', `There is no alert named ${JSON.stringify(unknown)}.`, {
      fix: `Alerts of the definition: ${rules.map(({ name }) => name).join(', ') || 'none'}.`,
    });
  }
  return names.length === 0 ? rules : rules.filter(({ name }) => names.includes(name));
}

function jsonOf(backtests: readonly Backtest[]): string {
  const told = backtests.map((backtest) => ({
    ...summarise(backtest),
    episodes: backtest.episodes.map((episode) => ({ ...episode, labels: episode.labels.toObject() })),
  }));
  return `${JSON.stringify(told, undefined, 2)}\n`;
}
