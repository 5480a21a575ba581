import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { PRESETS } from '../../test/preset-definitions.ts';
import { generateCompose } from '../compose/generate-compose.ts';
import { generatePrometheus } from './generate-prometheus.ts';

const FILES = generatePrometheus(PRESETS.webapp);

function alertsIn(path: string): readonly string[] {
  const text = FILES.find((file) => file.path === path)?.text ?? '';
  const groups: readonly { readonly rules: readonly { readonly alert: string }[] }[] = parse(text).groups;
  return groups.flatMap(({ rules }) => rules.map(({ alert }) => alert));
}

describe('a file for each group of rules', () => {
  it('webapp: errors, slowness and exhaustion have theirs, and exporters', () => {
    expect(alertsIn('monitoring/alerts/high-error-rate.yml')).toEqual([
      'ApiErrorRateHigh',
      'ExtractionFailureRateHigh',
      'DbQueryErrorRateHigh',
    ]);
    expect(alertsIn('monitoring/alerts/slow-tasks.yml')).toEqual([
      'ApiLatencyP95High',
      'ExtractionTaskStuck',
      'DbQueryP95High',
    ]);
    expect(alertsIn('monitoring/alerts/resource-exhaustion.yml').toSorted()).toEqual([
      'DiskSpaceLow',
      'PgPoolExhausted',
      'RedisMemoryHigh',
      'WebSocketConnectionsHigh',
    ]);
    expect(alertsIn('monitoring/alerts/node.yml')).toContain('NodeExporterDown');
  });

  it('Prometheus reads all of them, from the folder that Compose mounts', () => {
    expect(parse(FILES[0].text).rule_files).toEqual(['alerts/*.yml']);
    const { services } = parse(generateCompose(PRESETS.webapp)[0].text);
    expect(services.prometheus.volumes).toContain('./monitoring/alerts:/etc/prometheus/alerts:ro');
  });

  it('without a place for the group, groups stand in one file', () => {
    const rules = generatePrometheus(PRESETS.pipeline).find(
      ({ path }) => path === 'monitoring/alert_rules.yml',
    );
    const names = parse(rules?.text ?? '').groups.map(({ name }: { readonly name: string }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['service-health', 'performance', 'business-logic', 'kafka']),
    );
  });
});
