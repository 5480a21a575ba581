import type { CheckRule } from '../../check-rule.ts';
import { counter } from '../metric/example-programs.ts';

/** Labels with personal data or secrets. */
export const labelPiiSecret: CheckRule = {
  id: 'label/pii-secret',
  severity: 'error',
  why: 'Metrics are read without a password and kept for weeks: whoever sees the page sees the secret.',
  doc: `Declared labels named email, phone, password, token, api_key, secret, ssn, credit_card and the like.`,
  examples: [
    {
      wrong: { files: { 'app.js': counter('shop_orders_total', ", help: 'Orders', labelNames: ['email']") } },
      right: {
        files: { 'app.js': counter('shop_orders_total', ", help: 'Orders', labelNames: ['country']") },
      },
    },
  ],
  *run({ declarations }) {
    for (const { labels = [], isForeign, placeOf } of declarations) {
      const label = isForeign ? undefined : labels.find((one) => PRIVATE.test(one));
      if (label === undefined) continue;
      yield {
        place: placeOf('labels'),
        message: `the label '${label}' holds personal data or a secret`,
        fix: 'leave it out',
      };
    }
  },
};

const PRIVATE =
  /^(?:e_?mail(?:_address)?|phone(?:_number)?|password|passwd|(?:access|auth|api|bearer|refresh)_?(?:token|key)|token|secret|ssn|social_security|credit_card|card_number|iban|full_name)$/i;
