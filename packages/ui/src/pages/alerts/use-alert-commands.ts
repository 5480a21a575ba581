import type { AlertRuleView } from '@telltale/station/contract';
import { useCommands } from '../../navigation/commands.tsx';
import { useHref } from '../../navigation/links.ts';
import { provingCodec } from '../proof/proving.ts';
import { commonLabels } from './alert-rows.ts';
import { silenceHrefOf } from './silence-href.ts';

/** Alerts, and what can be done about them, in the palette. */
export function useAlertCommands(rules: readonly AlertRuleView[]): void {
  const hrefOf = useHref();
  useCommands('Alerts', () =>
    rules.flatMap((rule) => {
      const { name, state, alerts } = rule;
      const labels =
        alerts.length === 0 ? { alertname: name } : commonLabels(alerts.map((one) => one.labels));
      const page = { page: 'alerts', rule: name } as const;
      const proving = { alerts: [name], isEveryUnproven: false, run: undefined };
      return [
        {
          id: `alert:${name}`,
          title: name,
          hint: state === 'inactive' ? 'quiet' : state,
          href: hrefOf(page),
        },
        { id: `silence:${name}`, title: `Silence ${name}…`, href: silenceHrefOf(hrefOf, labels) },
        { id: `prove:${name}`, title: `Prove ${name}…`, href: hrefOf(page, provingCodec, proving) },
      ];
    }),
  );
}
