import { levelNumber } from './levels/level-of.ts';

/** What the environment says of logs. */
export interface LogsEnvironment {
  /** `TELLTALE_LOG_LEVEL`, or else `LOG_LEVEL`: the level of the section. */
  readonly level: number | undefined;
  /** `TELLTALE_LOG_SIGNAL`: whether SIGUSR2 switches to `debug`. */
  readonly levelSignal: boolean | undefined;
  /** `TELLTALE_STATION`: address of the station. */
  readonly station: string | undefined;
  /** `NO_COLOR` and `FORCE_COLOR`, as most programs understand them. */
  readonly hasColour: boolean;
  /** What could not be understood, for people; it counts as not said. */
  readonly faults: readonly string[];
}

type Variables = Readonly<Record<string, string | undefined>>;

const ON: ReadonlySet<string> = new Set(['true', '1', 'yes', 'on']);
const OFF: ReadonlySet<string> = new Set(['false', '0', 'no', 'off']);

/** Reads the environment variables of logs. Never throws. */
export function readLogsEnvironment(variables: Variables): LogsEnvironment {
  const faults: string[] = [];
  return {
    level: readLevel(variables, faults),
    levelSignal: readSwitch(variables, 'TELLTALE_LOG_SIGNAL', faults),
    station: variables['TELLTALE_STATION'] || undefined,
    hasColour: !variables['NO_COLOR'] && variables['FORCE_COLOR'] !== '0',
    faults,
  };
}

function readLevel(variables: Variables, faults: string[]): number | undefined {
  for (const name of ['TELLTALE_LOG_LEVEL', 'LOG_LEVEL']) {
    const said = variables[name]?.trim();
    if (!said) continue;
    const level = levelNumber(said);
    if (level !== undefined) return level;
    faults.push(`${name} is '${said}': write trace, debug, info, warn, error, fatal or silent`);
  }
  return undefined;
}

function readSwitch(variables: Variables, name: string, faults: string[]): boolean | undefined {
  const said = variables[name]?.trim().toLowerCase();
  if (!said) return undefined;
  if (ON.has(said)) return true;
  if (!OFF.has(said)) faults.push(`${name} is '${said}': write on or off`);
  return OFF.has(said) ? false : undefined;
}
