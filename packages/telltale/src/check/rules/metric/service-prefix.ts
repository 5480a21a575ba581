import type { CheckRule } from '../../check-rule.ts';

/** The name of the service in the name of the metric. */
export const metricServicePrefix: CheckRule = {
  id: 'metric/service-prefix',
  severity: 'warning',
  preset: 'strict',
  why: 'Nothing can be summed over services: each has its own name for the same thing, and a regular expression over names fails.',
  doc: `A guide that names metrics with a place holder for the service in front ({service}_requests_total), and two and more metrics of programs that differ only in a first word that ends in _service.`,
  examples: [
    {
      wrong: { files: { 'README.md': '- `{service}_requests_total`: Total HTTP requests\n' } },
      right: { files: { 'README.md': '- `http_requests_total`: Total HTTP requests\n' } },
    },
  ],
  *run({ declarations }) {
    const ends = Map.groupBy(declarations, ({ name }) => name.replace(SERVICE, ''));
    for (const { name, origin, placeOf } of declarations) {
      const isPattern = origin === 'guide' && name.startsWith('{');
      const isOneOfMany = SERVICE.test(name) && (ends.get(name.replace(SERVICE, '')) ?? []).length > 1;
      if (!isPattern && !isOneOfMany) continue;
      const message = `'${name}' is another name in each service`;
      yield {
        place: placeOf('name'),
        message,
        fix: 'name it once, and tell services apart by a label (job does)',
      };
    }
  },
};

const SERVICE = /^(?:[a-z0-9]+_)+service_/;
