import {
  aiApp,
  defineMonitoring,
  framework,
  migration,
  pipeline,
  resolveDefinition,
  webapp,
} from '@telltale/definition';
import type { ResolvedDefinition } from '@telltale/definition';
import type { AlertingRule } from '@telltale/model';
import { parseExpr } from '@telltale/promql';

const service = 'shop';
const DEFINITIONS = {
  migration: defineMonitoring({ service, preset: migration() }),
  pipeline: defineMonitoring({ service, preset: pipeline() }),
  webapp: defineMonitoring({ service, preset: webapp() }),
  framework: defineMonitoring({ service, preset: framework() }),
  'ai-app': defineMonitoring({ service, preset: aiApp() }),
};

/** The five presets by name, as somebody has them who sets nothing. */
export const PRESETS: readonly (readonly [name: string, resolved: ResolvedDefinition])[] = Object.entries(
  DEFINITIONS,
).map(([name, definition]) => [name, resolveDefinition(definition, { parse: parseExpr })] as const);

/** The alerts of a definition, each name once. */
export function alertsOf({ rules }: ResolvedDefinition): readonly AlertingRule[] {
  const alerts = rules.filter((rule): rule is AlertingRule => rule.kind === 'alerting');
  return [...new Map(alerts.map((rule) => [rule.name, rule])).values()];
}

/** So many of a list, spread over it and always the same; all of it in the long run. */
export function sampleOf<Item>(items: readonly Item[], count: number): readonly Item[] {
  if (process.env['TELLTALE_TEST_SCALE'] === 'long' || items.length <= count) return items;
  return Array.from({ length: count }, (_, i) => items[Math.floor(((i + 0.5) * items.length) / count)]);
}
