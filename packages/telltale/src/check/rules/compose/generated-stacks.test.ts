import {
  aiApp,
  defineMonitoring,
  framework,
  migration,
  pipeline,
  resolveDefinition,
  webapp,
  webhook,
} from '@telltale/definition';
import { generateAll } from '@telltale/manifests';
import { parseExpr } from '@telltale/promql';
import { describe, expect, it } from 'vitest';
import { checkWorkspace } from '../../check-workspace.ts';
import { CONFIG_RULES } from '../config/config-rules.ts';
import { exampleWorkspace } from '../examples/example-workspace.ts';
import { IMG_RULES } from '../img/img-rules.ts';
import { K8S_RULES } from '../k8s/k8s-rules.ts';
import { SEC_RULES } from '../sec/sec-rules.ts';
import { COMPOSE_RULES } from './compose-rules.ts';

const told = {
  receivers: { ops: webhook({ url: 'https://chat.example.org/' }) },
  routes: { to: 'ops' },
} as const;
const DEFINITIONS = {
  migration: defineMonitoring({ service: 'altium-kicad', preset: migration(), ...told }),
  pipeline: defineMonitoring({ service: 'pipeline', preset: pipeline(), ...told }),
  webapp: defineMonitoring({ service: 'pybase', preset: webapp(), ...told }),
  framework: defineMonitoring({ service: 'shop', preset: framework(), ...told }),
  'ai-app': defineMonitoring({ service: 'dev-pynode', preset: aiApp() }),
};

const RULES = [...COMPOSE_RULES, ...IMG_RULES, ...SEC_RULES, ...K8S_RULES, ...CONFIG_RULES];

const CASES = [
  ...Object.entries(DEFINITIONS).map(([name, definition]) => ({ name, definition, ha: false })),
  { name: 'ai-app, two of everything,', definition: DEFINITIONS['ai-app'], ha: true },
];

describe('the generated stack', () => {
  it.each(CASES)('of $name has no fault that a rule of stacks knows', ({ definition, ha }) => {
    const resolved = resolveDefinition(definition, { parse: parseExpr });
    const files = Object.fromEntries(generateAll(resolved, { ha }).map(({ path, text }) => [path, text]));
    const { findings } = checkWorkspace(exampleWorkspace({ files, definition: resolved }), { rules: RULES });
    const shown = findings.map(
      ({ ruleId, message, place }) => `${place.position.file} ${place.subject}: ${ruleId} ${message}`,
    );
    expect(shown).toEqual([]);
  });
});
