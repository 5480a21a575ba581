import type { CheckRule } from '../../check-rule.ts';

const CAMEL_CASE = /^[A-Z][A-Za-z0-9]*$/;
const LEVELS = /^[a-zA-Z_][\w]*(?::[\w]+){1,3}$/;

function file(name: string): string {
  return `groups:\n  - name: shop\n    rules:\n      - alert: ${name}\n        expr: up == 0\n`;
}

/** Names that are not written as such names are. */
export const ruleName: CheckRule = {
  id: 'rule/name',
  severity: 'info',
  preset: 'strict',
  why: 'Matchers of routes and silences tell upper from lower case: names of two styles are missed by half of them.',
  doc: 'Alerts that are not CamelCase, and recording rules that are not level:metric:operation.',
  examples: [
    {
      wrong: { files: { 'rules.yml': file('instance_down') } },
      right: { files: { 'rules.yml': file('InstanceDown') } },
    },
  ],
  *run({ rules }) {
    for (const { kind, name, placeOf } of rules) {
      if (kind === 'alerting' ? CAMEL_CASE.test(name) : LEVELS.test(name)) continue;
      const message = kind === 'alerting' ? `'${name}' is not CamelCase` : `'${name}' has no level`;
      const fix = kind === 'alerting' ? `name it ${camelCase(name)}` : 'name it level:metric:operation';
      yield { place: placeOf('name'), message, fix };
    }
  },
};

function camelCase(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return words.map((word) => word[0].toUpperCase() + word.slice(1)).join('');
}
