import { parse } from 'yaml';

interface CollectorConfig {
  readonly receivers?: Readonly<Record<string, unknown>>;
  readonly processors?: Readonly<Record<string, unknown>>;
  readonly exporters?: Readonly<Record<string, unknown>>;
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly service: {
    readonly extensions: readonly string[];
    readonly pipelines: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  };
}

const PARTS = ['receivers', 'processors', 'exporters'] as const;

/**
 * What the collector (and Jaeger, which is built from it) would refuse in a configuration, as far as its
 * structure goes: parts that pipelines name and nothing declares. Parts that nothing uses are listed too.
 */
export function collectorFaults(text: string): readonly string[] {
  const config: CollectorConfig = parse(text, { strict: true, uniqueKeys: true });
  const pipelines = Object.values(config.service.pipelines);
  const faults = PARTS.flatMap((part) =>
    difference(
      part,
      Object.keys(config[part] ?? {}),
      pipelines.flatMap((pipeline) => pipeline[part] ?? []),
    ),
  );
  return [
    ...faults,
    ...difference('extensions', Object.keys(config.extensions ?? {}), config.service.extensions),
  ];
}

function difference(part: string, declared: readonly string[], used: readonly string[]): readonly string[] {
  return [
    ...used.filter((name) => !declared.includes(name)).map((name) => `${part}: ${name} is not declared`),
    ...declared.filter((name) => !used.includes(name)).map((name) => `${part}: ${name} is not used`),
  ];
}
