import { compileMatcher } from '@telltale/promql';
import type { Matcher } from '@telltale/model';
import { TelltaleError } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import { exampleRouting } from './example-routing.ts';
import type { ViewedRoute } from './routing-view.ts';
import { routingViews } from './routing-view.ts';

const route = (matcher: string): string => `    - receiver: team\n      matchers: ['${matcher}']\n`;

/** Matchers of routes that nothing can match. */
export const amMatcher: CheckRule = {
  id: 'am/matcher',
  severity: 'error',
  why: 'Alertmanager does not start, or the route never takes an alert.',
  doc: `A regular expression that cannot be read, and == for =: Alertmanager takes the second = for a part
of the value.`,
  examples: [
    {
      wrong: { files: { 'alertmanager.yml': exampleRouting({ routes: route('team=~"db|(web"') }) } },
      right: { files: { 'alertmanager.yml': exampleRouting({ routes: route('team=~"db|(web)"') }) } },
    },
    {
      wrong: { files: { 'alertmanager.yml': exampleRouting({ routes: route('severity == page') }) } },
      right: { files: { 'alertmanager.yml': exampleRouting({ routes: route('severity = page') }) } },
    },
  ],
  *run(workspace) {
    for (const { route: root } of routingViews(workspace)) {
      for (const { matchers, placeOf } of root ? withChildren(root) : []) {
        for (const matcher of matchers) {
          const fault = faultOf(matcher);
          if (fault) yield { place: placeOf('matchers'), ...fault };
        }
      }
    }
  },
};

function withChildren(route: ViewedRoute): readonly ViewedRoute[] {
  return [route, ...route.routes.flatMap(withChildren)];
}

function faultOf(matcher: Matcher): { readonly message: string; readonly fix: string } | undefined {
  const { name, op, value } = matcher;
  if (op === '=' && /^=\s*\S/.test(value))
    return {
      message: `the value of '${name}' starts with =`,
      fix: `write ${name} = ${value.slice(1).trim()}`,
    };
  try {
    compileMatcher(matcher);
    return undefined;
  } catch (error) {
    if (!(error instanceof TelltaleError)) throw error;
    return { message: error.message, fix: 'correct the expression' };
  }
}
