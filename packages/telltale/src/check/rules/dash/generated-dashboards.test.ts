import {
  aiApp,
  defineMonitoring,
  framework,
  migration,
  pipeline,
  resolveDefinition,
  webapp,
} from '@telltale/definition';
import { generateGrafana } from '@telltale/manifests';
import { parseExpr } from '@telltale/promql';
import { describe, expect, it } from 'vitest';
import { checkWorkspace } from '../../check-workspace.ts';
import { exampleWorkspace } from '../examples/example-workspace.ts';
import { GRAFANA_RULES } from '../grafana/grafana-rules.ts';
import { DASH_RULES } from './dash-rules.ts';

const DEFINITIONS = {
  migration: defineMonitoring({ service: 'altium-kicad', preset: migration() }),
  pipeline: defineMonitoring({ service: 'pipeline', preset: pipeline() }),
  webapp: defineMonitoring({ service: 'pybase', preset: webapp() }),
  framework: defineMonitoring({ service: 'shop', preset: framework() }),
  'ai-app': defineMonitoring({ service: 'dev-pynode', preset: aiApp() }),
};

/** That a range is fixed is the definition's choice. */
const RULES = [...DASH_RULES, ...GRAFANA_RULES].filter(({ id }) => id !== 'dash/rate-interval');

describe('what is generated for Grafana', () => {
  it.each(Object.entries(DEFINITIONS))(
    'for the preset %s has no fault that any rule knows',
    (_, definition) => {
      const resolved = resolveDefinition(definition, { parse: parseExpr });
      const files = Object.fromEntries(generateGrafana(resolved).map(({ path, text }) => [path, text]));
      const { findings } = checkWorkspace(exampleWorkspace({ files, definition: resolved }), {
        rules: RULES,
      });
      const shown = findings.map(
        ({ ruleId, message, place }) => `${place.position.file} ${place.subject}: ${ruleId} ${message}`,
      );
      expect(shown).toEqual([]);
    },
  );
});
