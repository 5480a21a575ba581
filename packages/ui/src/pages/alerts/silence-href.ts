import type { AlertRuleView } from '@telltale/station/contract';
import { useHref } from '../../navigation/links.ts';
import type { HrefOf } from '../../navigation/links.ts';
import { matchersOf, printMatcher } from '../silences/matcher-text.ts';
import { NEW_SILENCE, newSilenceCodec } from '../silences/view-state.ts';
import { commonLabels } from './alert-rows.ts';
import type { Labels } from './alert-key.ts';

/** Where a silence is made that takes the alerts with these labels. */
export function silenceHrefOf(hrefOf: HrefOf, labels: Labels): string {
  const matchers = matchersOf(labels).map(printMatcher);
  return hrefOf({ page: 'silences', id: NEW_SILENCE }, newSilenceCodec, { matchers });
}

/** Where all alerts of a rule are silenced: by the labels that they have alike. */
export function useSilenceHref(rule: AlertRuleView): string {
  const hrefOf = useHref();
  const active = rule.alerts.map(({ labels }) => labels);
  return silenceHrefOf(hrefOf, active.length === 0 ? { alertname: rule.name } : commonLabels(active));
}
