import { closestName } from '@telltale/model';
import type { ExporterPack } from '../exporters/exporter-pack.ts';
import type { Kit } from '../kits/kit.ts';

/** A fault of a section as a whole, such as a kit where a list of kits belongs. */
export interface SectionFault {
  readonly path: string;
  readonly message: string;
}

interface Section {
  readonly isSound: (value: unknown) => boolean;
  /** What to write instead. */
  readonly write: string;
}

const isMapping = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCallback = (value: unknown): boolean => typeof value === 'function';
/** The values of these sections are checked when the definition is resolved. */
const CHECKED_LATER: Section = { isSound: () => true, write: '' };

const SECTIONS: ReadonlyMap<string, Section> = new Map([
  ['service', CHECKED_LATER],
  ['name', CHECKED_LATER],
  ['services', CHECKED_LATER],
  [
    'owner',
    { isSound: (value: unknown) => typeof value === 'string', write: 'write text, such as team-shop' },
  ],
  ['preset', CHECKED_LATER],
  ['metrics', { isSound: isMapping, write: 'write metrics by name: { orders_total: counter({ … }) }' }],
  ['kits', { isSound: Array.isArray, write: 'write a list: [httpServer(), nodeRuntime()]' }],
  ['exporters', { isSound: Array.isArray, write: "write a list: [nodeExporter({ address: 'host:port' })]" }],
  ['targets', { isSound: isMapping, write: "write targets by name: { shop: { address: 'host:port' } }" }],
  ['scrape', { isSound: isMapping, write: "write { every: '15s', timeout: '10s' }" }],
  ['evaluateEvery', CHECKED_LATER],
  ['receivers', { isSound: isMapping, write: "write receivers by name: { ops: webhook({ url: '…' }) }" }],
  ['routes', CHECKED_LATER],
  [
    'inhibitions',
    { isSound: Array.isArray, write: "write a list: [{ source: {…}, target: {…}, equal: ['job'] }]" },
  ],
  [
    'timeIntervals',
    { isSound: isMapping, write: "write times by name: { weekends: { weekdays: ['saturday', 'sunday'] } }" },
  ],
  ['notifications', { isSound: isMapping, write: "write { fallback: '…', heartbeat: { to: '…' } }" }],
  ['proof', { isSound: isMapping, write: "write { every: '1d', maxAge: '7d' }" }],
  ['recordings', { isSound: isCallback, write: 'write a function: (m) => ({ name: … })' }],
  ['alerts', { isSound: isCallback, write: 'write a function: (m) => ({ Name: alert({ … }) })' }],
  ['slos', { isSound: isCallback, write: 'write a function: (m) => ({ availability: { … } })' }],
  ['queries', { isSound: isCallback, write: 'write a function: (m) => ({ error_rate: … })' }],
  ['station', { isSound: isMapping, write: "write { retention: { time: '15d', size: '10GB' } }" }],
  ['dashboards', { isSound: isCallback, write: 'write a function: (m) => ({ Title: { … } })' }],
  ['environments', { isSound: isMapping, write: 'write environments by name: { staging: { … } }' }],
  [
    'layout',
    { isSound: isMapping, write: "write paths by name: { prometheus: 'prometheus/prometheus.yml' }" },
  ],
  ['stack', { isSound: isMapping, write: 'write { ports: { … }, volumes: { … }, retention: { … } }' }],
  ['logs', { isSound: isMapping, write: "write { level: 'info', sinks: [{ kind: 'console' }] }" }],
  ['traces', { isSound: isMapping, write: 'write { ratio: 0.1 }' }],
  ['health', { isSound: isMapping, write: "write { checks: ['database'] }" }],
]);

/** Those that not everything made of sections has. */
const OUTSIDE: ReadonlySet<string> = new Set(['service', 'name', 'services', 'owner', 'preset']);

/** The sections that can be worked with, and what is wrong with the others; `besides` are allowed there only. */
export function soundSections<Options extends object>(
  options: Options,
  besides: readonly string[],
): { readonly sound: Options; readonly faults: readonly SectionFault[] } {
  const faults: SectionFault[] = [];
  const sound = Object.entries(options).filter(([name, value]) => {
    const message = sectionFault(name, value, besides);
    if (message !== undefined) faults.push({ path: name, message });
    return message === undefined;
  });
  // Only sections are left out whose values do not have their type.
  return { sound: Object.fromEntries(sound) as Options, faults };
}

function sectionFault(name: string, value: unknown, besides: readonly string[]): string | undefined {
  const section = OUTSIDE.has(name) && !besides.includes(name) ? undefined : SECTIONS.get(name);
  if (section) {
    const isAbsent = value === undefined || value === null;
    return isAbsent || section.isSound(value) ? undefined : section.write;
  }
  const known = [...SECTIONS.keys()].filter((one) => !OUTSIDE.has(one) || besides.includes(one));
  const near = closestName(name, known);
  const hint = near === undefined ? `sections are ${known.join(', ')}` : `did you mean '${near}'?`;
  return `there is no such section: ${hint}`;
}

/** The kits that can be worked with, each once, and what is wrong with the others. */
export function soundKits(
  kits: readonly Kit[],
  taken: readonly Kit[],
): {
  readonly sound: readonly Kit[];
  readonly faults: readonly SectionFault[];
} {
  const faults = new Map<string, SectionFault>();
  const sound = new Map<string, Kit>();
  for (const [index, kit] of kits.entries()) {
    if (!isKit(kit)) {
      const path = `kits.${index}`;
      faults.set(path, { path, message: 'this is no kit: write httpServer() or nodeRuntime()' });
    } else if (taken.some((other) => other.kit === kit.kit)) {
      faults.set(kit.kit, {
        path: 'kits',
        message: `${kit.kit} comes with the preset: give the preset its options`,
      });
    } else if (sound.has(kit.kit)) {
      faults.set(kit.kit, { path: 'kits', message: `${kit.kit} is listed more than once: list it once` });
    } else sound.set(kit.kit, kit);
  }
  return { sound: [...sound.values()], faults: [...faults.values()] };
}

/** The exporters that can be worked with, and what is wrong with the others. */
export function soundExporters(exporters: readonly ExporterPack[]): {
  readonly sound: readonly ExporterPack[];
  readonly faults: readonly SectionFault[];
} {
  const faults = exporters.flatMap((exporter, index): SectionFault[] => {
    const message = "this is no exporter: write nodeExporter({ address: 'host:port' }), or external(…)";
    return isExporter(exporter) ? [] : [{ path: `exporters.${index}`, message }];
  });
  return { sound: exporters.filter(isExporter), faults };
}

function isExporter(value: unknown): boolean {
  if (!isMapping(value) || !('job' in value && 'metrics' in value && 'target' in value)) return false;
  return typeof value.job === 'string' && isMapping(value.metrics) && isMapping(value.target);
}

function isKit(value: unknown): boolean {
  if (!isMapping(value) || !('kit' in value && 'metrics' in value && 'dashboards' in value)) return false;
  return typeof value.kit === 'string' && isMapping(value.metrics) && isCallback(value.dashboards);
}
