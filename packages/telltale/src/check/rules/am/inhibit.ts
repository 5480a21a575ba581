import type { Matcher } from '@telltale/model';
import { printMatcher } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import { exampleRouting } from './example-routing.ts';
import type { RoutingView } from './routing-view.ts';
import { routingViews } from './routing-view.ts';

const RULE =
  'inhibit_rules:\n  - source_matchers: [severity="page"]\n    target_matchers: [severity="ticket"]\n';

/** Inhibitions that silence too much, or nothing. */
export const amInhibit: CheckRule = {
  id: 'am/inhibit',
  severity: 'warning',
  why: 'An inhibition that is too wide silences alerts of services that have nothing to do with it.',
  doc: `An inhibition without matchers on a side takes every alert there; one without equal labels lets any
firing alert silence those of all services (unless its source is one alert by name); one whose sides are
the same never silences anything, because an alert does not silence alerts that match both sides.`,
  examples: [
    {
      wrong: { files: { 'alertmanager.yml': exampleRouting({ end: RULE }) } },
      right: { files: { 'alertmanager.yml': exampleRouting({ end: `${RULE}    equal: [service]\n` }) } },
    },
  ],
  *run(workspace) {
    for (const { inhibitions } of routingViews(workspace)) {
      for (const inhibition of inhibitions) {
        const fault = faultOf(inhibition);
        if (fault) yield { place: inhibition.place, ...fault };
      }
    }
  },
};

function faultOf({
  source,
  target,
  equal,
}: RoutingView['inhibitions'][number]): { readonly message: string; readonly fix: string } | undefined {
  if (source.length === 0) {
    return { message: 'every alert silences the targets', fix: 'say with source_matchers which alerts do' };
  }
  if (target.length === 0) {
    return { message: 'it silences every other alert', fix: 'say with target_matchers which ones' };
  }
  if (sameAs(source, target)) {
    return {
      message: 'source and target are the same, so that it silences nothing',
      fix: 'tell the sides apart',
    };
  }
  if (equal.length > 0 || source.some(({ name }) => name === 'alertname')) return undefined;
  return {
    message: 'it silences alerts of all services at once',
    fix: 'name in equal what both must have in common, such as service',
  };
}

function sameAs(source: readonly Matcher[], target: readonly Matcher[]): boolean {
  const text = (matchers: readonly Matcher[]): string => matchers.map(printMatcher).sort().join();
  return text(source) === text(target);
}
