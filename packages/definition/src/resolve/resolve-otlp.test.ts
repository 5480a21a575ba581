import { describe, expect, test } from 'vitest';
import { defineMonitoring } from '../monitoring/define-monitoring.ts';
import { resolveDefinition } from './resolve-definition.ts';

const resolve = (otlp: unknown) =>
  resolveDefinition(defineMonitoring({ service: 'shop', station: { otlp } as object })).station.otlp;

describe('how pushed metrics become series', () => {
  test('is what is said, and nothing where nothing is', () => {
    const otlp = {
      translation: 'NoTranslation',
      promoteResourceAttributes: ['deployment.environment'],
      scopeLabels: true,
    };
    expect(resolve(otlp)).toEqual(otlp);
    expect(resolve({})).toEqual({});
    expect(resolveDefinition(defineMonitoring({ service: 'shop' })).station.otlp).toBeUndefined();
  });

  test.each<[unknown, string]>([
    ['NoTranslation', 'station.otlp: write { … }'],
    [{ translation: 'None' }, 'station.otlp.translation: write one of UnderscoreEscapingWithSuffixes'],
    [{ promoteResourceAttributes: 'all' }, 'station.otlp.promoteResourceAttributes: write a list'],
    [{ promoteResourceAttributes: [''] }, 'station.otlp.promoteResourceAttributes: write a list'],
    [{ scopeLabels: 'yes' }, 'station.otlp.scopeLabels: write true or false'],
    [{ translations: 'x' }, "there is no 'translations' here: did you mean 'translation'?"],
  ])('%j is a fault that names the place', (otlp, message) => {
    expect(() => resolve(otlp)).toThrow(message);
  });
});
