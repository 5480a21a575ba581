import { shadowedRoutes } from '@telltale/alerting';
import { TelltaleError } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import { exampleRouting } from './example-routing.ts';
import type { ViewedRoute } from './routing-view.ts';
import { routingViews } from './routing-view.ts';

const WIDE = '    - receiver: team\n      matchers: [severity=~"page|ticket"]\n';
const NARROW = '    - receiver: team\n      group_wait: 1s\n      matchers: [severity="page", team="db"]\n';

/** Routes that no alert reaches. */
export const amShadowedRoute: CheckRule = {
  id: 'am/shadowed-route',
  severity: 'error',
  why: 'The route never takes an alert: whoever it leads to is not told.',
  doc: `An earlier route at the same level, without continue, takes every alert that this one matches. Only
where that is certain whatever labels alerts have.`,
  examples: [
    {
      wrong: { files: { 'alertmanager.yml': exampleRouting({ routes: WIDE + NARROW }) } },
      right: { files: { 'alertmanager.yml': exampleRouting({ routes: NARROW + WIDE }) } },
    },
  ],
  *run(workspace) {
    for (const { route } of routingViews(workspace)) {
      for (const { route: hidden, takenBy } of route ? shadowedIn(route) : []) {
        const { line } = takenBy.placeOf('matchers').position;
        yield {
          place: hidden.placeOf('matchers'),
          message: `the route in line ${line} takes all that this one matches`,
          fix: 'put this route first, or let the other one continue',
        };
      }
    }
  },
};

/** Matchers that RE2 does not accept are faults of another rule. */
function shadowedIn(route: ViewedRoute): ReturnType<typeof shadowedRoutes<ViewedRoute>> {
  try {
    return shadowedRoutes(route);
  } catch (error) {
    if (error instanceof TelltaleError) return [];
    throw error;
  }
}
