import {
  aiApp,
  defineMonitoring,
  email,
  framework,
  migration,
  pagerduty,
  pipeline,
  resolveDefinition,
  slack,
  webapp,
  webhook,
} from '@telltale/definition';
import type { ResolvedDefinition } from '@telltale/definition';
import { parseExpr } from '@telltale/promql';

/** A receiver of each kind. */
const RECEIVERS = {
  chat: slack({ url: { env: 'SLACK_URL' }, channel: '#alerts' }),
  oncall: pagerduty({ routingKey: { env: 'PAGERDUTY_KEY' } }),
  mail: email({ to: 'ops@example.org', from: 'alerts@example.org', smarthost: 'smtp.example.org:587' }),
  hook: webhook({ url: 'https://hook.example.org/alerts' }),
};

/** Every alert is told to all of them. */
const ROUTES = {
  to: 'chat',
  groupBy: ['alertname', 'job'],
  children: (['oncall', 'mail', 'hook', 'chat'] as const).map((to) => {
    return { match: { severity: /.+/ }, to, continue: true } as const;
  }),
} as const;

const SECTIONS = { receivers: RECEIVERS, routes: ROUTES };

const DEFINITIONS = [
  defineMonitoring({ service: 'altium-kicad-migration', preset: migration(), ...SECTIONS }),
  defineMonitoring({ service: 'pipeline', preset: pipeline(), ...SECTIONS }),
  defineMonitoring({ service: 'pybase', preset: webapp(), ...SECTIONS }),
  defineMonitoring({ service: 'my-service', preset: framework(), ...SECTIONS }),
  defineMonitoring({ service: 'dev-pynode', preset: aiApp(), ...SECTIONS }),
];

/** The five presets, each with receivers of all four kinds that every alert is told to. */
export const PRESETS: readonly { readonly preset: string; readonly resolved: ResolvedDefinition }[] =
  DEFINITIONS.map((definition) => {
    const resolved = resolveDefinition(definition, { parse: parseExpr });
    return { preset: resolved.preset ?? '', resolved };
  });

/** Names of the alerts of a definition. */
export function alertNames({ rules }: ResolvedDefinition): readonly string[] {
  return rules.filter(({ kind }) => kind === 'alerting').map(({ name }) => name);
}
