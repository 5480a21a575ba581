import type { DrillOptions } from '../drill/drill-access.ts';
import type { MetricsAccessOptions } from './metrics-access.ts';
import { isAddressRange } from './metrics-access.ts';

/** What the environment says of metrics. */
export interface MetricsEnvironment {
  /** `PROMETHEUS_ENABLED`; `true` where it does not say. */
  readonly isEnabled: boolean;
  /** `METRICS_ENDPOINT`: paths of the metrics page, separated by commas. */
  readonly paths: readonly string[] | undefined;
  /** `TELLTALE_METRICS_PORT`: port of the metrics server. */
  readonly port: number | undefined;
  /** `TELLTALE_METRICS_TOKEN`, `TELLTALE_METRICS_ALLOW`: who may read the metrics page; everybody where not said. */
  readonly access: MetricsAccessOptions;
  /** `TELLTALE_DRILLS`, `TELLTALE_DRILLS_TOKEN`: who may order drills; `undefined` where nobody may. */
  readonly drills: DrillOptions | undefined;
  /** What was said and could not be understood, for people; it counts as not said. */
  readonly faults: readonly EnvironmentFault[];
}

/** A variable that could not be understood. */
export interface EnvironmentFault {
  readonly variable: string;
  /** What is wrong and what to write. */
  readonly message: string;
}

type Variables = Readonly<Record<string, string | undefined>>;

const SWITCH_VALUES: ReadonlyMap<string, boolean> = new Map([
  ...['true', '1', 'yes', 'on'].map((text) => [text, true] as const),
  ...['false', '0', 'no', 'off'].map((text) => [text, false] as const),
]);

/** Reads the environment variables of the metrics endpoint. Never throws. */
export function readMetricsEnvironment(variables: Variables): MetricsEnvironment {
  const faults: EnvironmentFault[] = [];
  return {
    isEnabled: readSwitch(variables, 'PROMETHEUS_ENABLED', faults) ?? true,
    paths: readPaths(variables, 'METRICS_ENDPOINT', faults),
    port: readPort(variables, 'TELLTALE_METRICS_PORT', faults),
    access: readAccess(variables, faults),
    drills: readDrills(variables, faults),
    faults,
  };
}

/** An entry that is no address stays in the list, where it lets nobody in: a page must not be open by mistake. */
function readAccess(variables: Variables, faults: EnvironmentFault[]): MetricsAccessOptions {
  const token = given(variables, 'TELLTALE_METRICS_TOKEN');
  const variable = 'TELLTALE_METRICS_ALLOW';
  const allow = given(variables, variable)
    ?.split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');
  for (const text of (allow ?? []).filter((entry) => !isAddressRange(entry))) {
    faults.push({
      variable,
      message: `${variable} has '${text}': write an address or a range such as 10.0.0.0/8`,
    });
  }
  return { ...(token !== undefined && { token }), ...(allow && { allow }) };
}

function readDrills(variables: Variables, faults: EnvironmentFault[]): DrillOptions | undefined {
  const token = given(variables, 'TELLTALE_DRILLS_TOKEN');
  const isOn = readSwitch(variables, 'TELLTALE_DRILLS', faults);
  if (isOn === false) return undefined;
  if (token !== undefined) return { token };
  return isOn ? {} : undefined;
}

function readSwitch(variables: Variables, name: string, faults: EnvironmentFault[]): boolean | undefined {
  const text = given(variables, name);
  if (text === undefined) return undefined;
  const isOn = SWITCH_VALUES.get(text.toLowerCase());
  if (isOn === undefined)
    faults.push({ variable: name, message: `${name} is '${text}': write true or false` });
  return isOn;
}

function readPaths(
  variables: Variables,
  name: string,
  faults: EnvironmentFault[],
): readonly string[] | undefined {
  const entries = (given(variables, name) ?? '')
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');
  const isPath = (text: string) => /^\/[^\s?#*]*$/.test(text);
  for (const text of entries.filter((entry) => !isPath(entry))) {
    faults.push({ variable: name, message: `${name} has '${text}': write a path such as /metrics` });
  }
  const paths = entries.filter(isPath);
  return paths.length === 0 ? undefined : paths;
}

function readPort(variables: Variables, name: string, faults: EnvironmentFault[]): number | undefined {
  const text = given(variables, name);
  if (text === undefined) return undefined;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  faults.push({ variable: name, message: `${name} is '${text}': write a port from 0 to 65535` });
  return undefined;
}

/** The text of a variable; an empty one counts as absent. */
function given(variables: Variables, name: string): string | undefined {
  const text = variables[name]?.trim();
  return text === '' ? undefined : text;
}
