import type { CheckRule } from '../../check-rule.ts';
import type { RuleFinding } from '../../finding.ts';
import type { CheckedText } from '../../workspace/workspace.ts';
import { givenSecrets } from './given-secrets.ts';
import { isWellKnownPassword } from './secret-values.ts';

/** `admin/admin`, as guides write user and password. */
const IN_PROSE =
  /(?<![\w./-])(?:admin|root|elastic|guest)\s?\/\s?(admin\d*|password|changeme|prom-operator|root|guest)(?![\w./-])/g;

/** Passwords that anybody knows. */
export const secDefaultPassword: CheckRule = {
  id: 'sec/default-password',
  severity: 'error',
  why: 'It is the first password that anybody tries: whoever reaches the port is in.',
  doc: 'A variable of a Compose service or Kubernetes container holds a password that manuals print (`admin`, `admin123`, `changeme` …), or a guide tells readers to sign in with one. Files for development are left alone.',
  examples: [
    {
      wrong: {
        files: {
          'compose.yaml':
            'services:\n  grafana:\n    image: grafana/grafana:13.2.0\n    environment:\n      - GF_SECURITY_ADMIN_PASSWORD=admin123\n',
        },
      },
      right: {
        files: {
          'compose.yaml':
            'services:\n  grafana:\n    image: grafana/grafana:13.2.0\n    environment:\n      - GF_SECURITY_ADMIN_PASSWORD__FILE=/run/secrets/grafana_admin_password\n',
        },
      },
    },
    {
      wrong: { files: { 'README.md': '- **Grafana**: http://localhost:3000 (admin/admin)\n' } },
      right: { files: { 'README.md': '- **Grafana**: http://localhost:3000 (see secrets/README.md)\n' } },
    },
  ],
  *run(workspace) {
    for (const { name, value, place, isDevelopment } of givenSecrets(workspace)) {
      if (isDevelopment || !isWellKnownPassword(value)) continue;
      const fix = name.startsWith('GF_')
        ? `use ${name}__FILE with a secret file`
        : 'generate one and give it as a secret file or by a variable';
      yield { place, message: `${name} is a password that everybody knows`, fix };
    }
    for (const text of workspace.texts.filter(({ language }) => language === 'markdown'))
      yield* inGuide(text);
  },
};

function* inGuide({ source, placeOf }: CheckedText): Iterable<RuleFinding> {
  for (const match of source.text.matchAll(IN_PROSE)) {
    yield {
      place: placeOf({ start: match.index, end: match.index + match[0].length }),
      message: `readers are told to sign in as ${match[0]}`,
      fix: 'generate a password, and say where it is',
      severity: 'warning',
    };
  }
}
