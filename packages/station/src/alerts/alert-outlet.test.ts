import type { AlertUpdate } from '@telltale/alerting';
import { LabelSet } from '@telltale/model';
import { expect, test } from 'vitest';
import { createAlertOutlet } from './alert-outlet.ts';

const ALERT: AlertUpdate = {
  labels: LabelSet.of({ alertname: 'A' }),
  annotations: {},
  startsAtMs: 0,
  endsAtMs: 1,
  generatorUrl: '',
};

test('alerts go to the Alertmanagers where there are any, else to the receivers', async () => {
  const events: string[] = [];
  const outlet = createAlertOutlet({
    addresses: [],
    deliver: () => void events.push('receivers'),
    createSender: (addresses) => ({
      accept: () => void events.push(addresses.join()),
      figures: () => [],
      stop: async () => void events.push(`stop ${addresses.join()}`),
    }),
  });
  outlet.accept([ALERT]);
  await outlet.redirect(['http://a:9093', 'http://b:9093']);
  outlet.accept([ALERT]);
  await outlet.redirect(['http://a:9093', 'http://b:9093']);
  outlet.accept([ALERT]);
  await outlet.redirect([]);
  outlet.accept([ALERT]);
  const both = 'http://a:9093,http://b:9093';
  expect(events).toEqual(['receivers', both, both, `stop ${both}`, 'receivers']);
});
