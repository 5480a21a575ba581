import type { CheckRule } from '../../check-rule.ts';
import { counter } from '../metric/example-programs.ts';

/** Labels with values without end. */
export const labelHighCardinalityName: CheckRule = {
  id: 'label/high-cardinality-name',
  severity: 'warning',
  why: 'Each new value is a new series that stays in memory: users, addresses and ids never end.',
  doc: `Declared labels named user_id, email, session_id, request_id, trace_id, uuid, url, ip_address, query, token, timestamp or error_message. Not for an exporter.`,
  examples: [
    {
      wrong: {
        files: { 'app.js': counter('shop_orders_total', ", help: 'Orders', labelNames: ['user_id']") },
      },
      right: {
        files: { 'app.js': counter('shop_orders_total', ", help: 'Orders', labelNames: ['country']") },
      },
    },
  ],
  *run({ declarations }) {
    for (const { labels = [], isForeign, maxValues, placeOf } of declarations) {
      const label = isForeign ? undefined : labels.find((one) => ENDLESS.test(one) && !maxValues.has(one));
      if (label === undefined) continue;
      const message = `the label '${label}' has no end of values`;
      yield { place: placeOf('labels'), message, fix: 'leave it to logs and traces, or group the values' };
    }
  },
};

const ENDLESS =
  /^(?:user_?id|customer_?id|account_?id|order_?id|session(?:_?id)?|request_?id|trace_?id|span_?id|correlation_?id|uuid|guid|url|uri|full_path|ip|ip_address|client_ip|remote_addr|user_agent|query|sql|sql_query|timestamp|error_message|message_id|stack(?:trace)?)$/i;
