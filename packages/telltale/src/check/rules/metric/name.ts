import type { CheckRule } from '../../check-rule.ts';
import { program } from './example-programs.ts';

/** Names that are no names of metrics. */
export const metricName: CheckRule = {
  id: 'metric/name',
  severity: 'error',
  why: 'Clients refuse such a name; in a query it reads as a subtraction.',
  doc: `Names with characters other than letters, digits, underscores and colons, or that start with a digit; also the name that a collector is made for, from which it makes the names of its metrics.`,
  examples: [
    {
      wrong: {
        files: { 'app.js': program("new client.Counter({ name: 'order-service_total', help: 'Orders' });") },
      },
      right: {
        files: { 'app.js': program("new client.Counter({ name: 'order_service_total', help: 'Orders' });") },
      },
    },
  ],
  *run({ declarations, texts }) {
    for (const { name, placeOf, origin } of declarations) {
      if (NAME.test(name) || (origin === 'guide' && name.includes('{'))) continue;
      yield { place: placeOf('name'), ...fault(name) };
    }
    for (const { language, source, placeOf } of texts) {
      if (language !== 'python' && language !== 'javascript') continue;
      for (const match of source.text.matchAll(COLLECTOR)) {
        const name = match[2];
        if (NAME.test(name)) continue;
        const start = match.index + match[0].length - name.length - 1;
        yield { place: placeOf({ start, end: start + name.length }), ...fault(name) };
      }
    }
  },
};

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
/** `MetricsCollector("name")` */
const COLLECTOR = /\b(?:new\s+)?Metrics?(?:Collector|Registry|Client)\(\s*(['"])([^'"\n]+)\1/g;

function fault(name: string): { message: string; fix: string } {
  return {
    message: `'${name}' is no name of a metric`,
    fix: `write ${name.replaceAll(/[^a-zA-Z0-9_:]/g, '_').replace(/^(?=\d)/, '_')}`,
  };
}
