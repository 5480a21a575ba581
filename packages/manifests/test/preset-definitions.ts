import type { ResolvedDefinition } from '@telltale/definition';
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
import { parseExpr } from '@telltale/promql';

const receivers = { ops: webhook({ url: 'https://chat.example.org/alerts' }) };
const routes = { to: 'ops' } as const;
const options = { parse: parseExpr };

/** A service of each preset; those that tell nobody by themselves tell a webhook. */
export const PRESETS = {
  migration: resolveDefinition(
    defineMonitoring({ service: 'altium-kicad-migration', preset: migration(), receivers, routes }),
    options,
  ),
  pipeline: resolveDefinition(
    defineMonitoring({ service: 'pipeline', preset: pipeline(), receivers, routes }),
    options,
  ),
  webapp: resolveDefinition(
    defineMonitoring({ service: 'pybase', preset: webapp(), receivers, routes }),
    options,
  ),
  framework: resolveDefinition(
    defineMonitoring({ service: 'my-service', preset: framework(), receivers, routes }),
    options,
  ),
  aiApp: resolveDefinition(defineMonitoring({ service: 'dev-pynode', preset: aiApp() }), options),
} satisfies Record<string, ResolvedDefinition>;
