import type { CheckRule } from '../../check-rule.ts';
import { recordingFile } from '../examples/example-files.ts';

const METRIC = /^[A-Za-z_:][\w:]*$/;
const LABEL = /^[A-Za-z_]\w*$/;

/** Names that queries cannot ask for as they are written. */
export const ruleInvalidName: CheckRule = {
  id: 'rule/invalid-name',
  severity: 'error',
  why: 'Before version 3 Prometheus refuses the whole file; since then, a - in a query is a minus, not part of the name.',
  doc: 'Names of recording rules, and of labels that rules add, with anything but letters, digits, _ and (in names of series) a colon.',
  examples: [
    {
      wrong: { files: { 'rules.yml': recordingFile('sum(up)').replace('shop:example', 'shop-up:sum') } },
      right: { files: { 'rules.yml': recordingFile('sum(up)').replace('shop:example', 'shop_up:sum') } },
    },
  ],
  *run({ rules }) {
    for (const { kind, name, origin, labels, placeOf } of rules) {
      if (origin !== 'rule-file') continue;
      if (kind === 'recording' && !METRIC.test(name)) {
        const fix = `name it ${name.replace(/[^\w:]/g, '_')}`;
        yield { place: placeOf('name'), message: `'${name}' is no name of a series`, fix };
      }
      for (const label of labels) {
        if (LABEL.test(label.name)) continue;
        const fix = `name it ${label.name.replace(/\W/g, '_')}`;
        yield { place: label.placeOf(), message: `'${label.name}' is no name of a label`, fix };
      }
    }
  },
};
