import type { Expr } from '@telltale/model';
import { expect } from 'vitest';
import type { MonitoringDefinition, ResolvedDefinition } from '../src/index.ts';
import { resolveDefinition } from '../src/index.ts';

/** Queries that are text are parsed by the tests of the packages that may import the parser. */
const parse = (text: string): Expr => ({ kind: 'string', value: text });

/** A definition, resolved without a parser. */
export function resolved(definition: MonitoringDefinition): ResolvedDefinition {
  return resolveDefinition(definition, { parse });
}

/** Expects metrics by `name kind label,label`. */
export function expectMetrics(definition: ResolvedDefinition, signatures: readonly string[]): void {
  expect(signatures.map((text) => signature(definition, text.split(' ')[0]))).toEqual(signatures);
}

function signature({ metrics }: ResolvedDefinition, name: string): string | undefined {
  const metric = metrics.find((one) => one.name === name);
  return metric && [metric.name, metric.kind, Object.keys(metric.labels).join()].join(' ').trim();
}

/** Titles of the panels of a dashboard. */
export function panelTitles({ dashboards }: ResolvedDefinition, title: string): readonly string[] {
  return dashboards.find((one) => one.title === title)?.panels.map((panel) => panel.title) ?? [];
}

/** Upper bounds of a histogram. */
export function bucketsOf({ metrics }: ResolvedDefinition, name: string): readonly number[] | undefined {
  return metrics.find((metric) => metric.name === name)?.buckets;
}

/** A rule by its name. */
export function ruleOf({ rules }: ResolvedDefinition, name: string) {
  return rules.find((rule) => rule.name === name);
}
