import { TelltaleError } from '@telltale/model';
import type { Matcher } from '@telltale/model';
import { compileMatcher } from '@telltale/promql';
import type { CheckRule } from '../../check-rule.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { alertFile } from '../examples/example-files.ts';
import { exampleRouting } from './example-routing.ts';
import { isDeadMan } from './dead-man.ts';
import { routesOf, routingViews } from './routing-view.ts';

const RULES = `${alertFile('up == 0')}        for: 1m\n        labels:\n          severity: critical\n`;
const routed = (severity: string): string =>
  exampleRouting({ routes: `    - receiver: team\n      matchers: [severity="${severity}"]\n` });

/** Routes for alerts that do not exist. */
export const amUnroutable: CheckRule = {
  id: 'am/unroutable',
  severity: 'warning',
  preset: 'strict',
  why: 'No alert has what the route asks for, so whoever it leads to is never told.',
  doc: `A route asks for a severity or a name that none of the alerts in sight has. Only where every alert
in sight has a severity that is no template.`,
  examples: [
    {
      wrong: { files: { 'rules.yml': RULES, 'alertmanager.yml': routed('page') } },
      right: { files: { 'rules.yml': RULES, 'alertmanager.yml': routed('critical') } },
    },
  ],
  *run(workspace) {
    const severities = severitiesOf(workspace);
    const names = workspace.rules.flatMap(({ kind, name }) => (kind === 'alerting' ? [name] : []));
    if (!severities || names.length === 0) return;
    for (const { route } of routingViews(workspace)) {
      for (const node of route ? routesOf(route) : []) {
        const dead = node.matchers.find(
          (matcher) =>
            (matcher.name === 'severity' && !isMet(matcher, severities)) ||
            (matcher.name === 'alertname' && !isMet(matcher, names)),
        );
        if (!dead || isDeadMan(node)) continue;
        const known = dead.name === 'severity' ? `; there are ${[...severities].join(', ')}` : '';
        yield {
          place: node.placeOf('matchers'),
          message: `no alert in sight satisfies ${dead.name}${dead.op}"${dead.value}"${known}`,
          fix: 'route by what the alerts have',
        };
      }
    }
  },
};

/** `undefined` where an alert has none, or one that is made when it fires. */
function severitiesOf({ rules }: Workspace): ReadonlySet<string> | undefined {
  const severities = rules
    .filter(({ kind }) => kind === 'alerting')
    .map(({ labels }) => labels.find(({ name }) => name === 'severity')?.text);
  const known = severities.flatMap((text) => (text === undefined || text.includes('{{') ? [] : [text]));
  return known.length === severities.length ? new Set(known) : undefined;
}

function isMet(matcher: Matcher, values: Iterable<string>): boolean {
  try {
    const compiled = compileMatcher(matcher);
    return [...values].some((value) => compiled.matches(value));
  } catch (error) {
    if (error instanceof TelltaleError) return true;
    throw error;
  }
}
