import type { CheckRule } from '../../check-rule.ts';
import { composeServices } from '../../stack/compose-service.ts';
import { composeVariables, containerVariables } from '../../stack/environment-variable.ts';
import type { EnvironmentVariable } from '../../stack/environment-variable.ts';
import { containersOf } from '../../stack/kubernetes-object.ts';
import { fillDefaults } from '../../stack/variables.ts';

/** Settings that switch a server's protection off: name, value, what it means. */
const SWITCHES: readonly (readonly [RegExp, RegExp, string])[] = [
  [/^xpack[._]security[._]enabled$/i, /^false$/i, 'Elasticsearch asks nobody for a password'],
  [
    /^(?:DISABLE_SECURITY_PLUGIN|plugins[._]security[._]disabled)$/i,
    /^true$/i,
    'OpenSearch asks nobody for a password',
  ],
  [
    /^GF_AUTH_ANONYMOUS_ORG_ROLE$/,
    /^(?:Admin|Editor)$/i,
    'Grafana lets everybody without a password change dashboards',
  ],
  [
    /^(?:ALLOW_ANONYMOUS_LOGIN|ALLOW_EMPTY_PASSWORD|POSTGRES_HOST_AUTH_METHOD)$/,
    /^(?:yes|true|trust)$/i,
    'the server asks nobody for a password',
  ],
];

/** Servers whose protection is switched off. */
export const secSecurityOff: CheckRule = {
  id: 'sec/security-off',
  severity: 'warning',
  why: 'Whoever reaches the server reads and changes everything in it.',
  doc: 'A variable of a Compose service or Kubernetes container switches off what protects a server, such as `xpack.security.enabled=false`. Files for development are left alone.',
  examples: [
    {
      wrong: {
        files: {
          'compose.yaml':
            'services:\n  elasticsearch:\n    image: docker.elastic.co/elasticsearch/elasticsearch:9.5.1\n    environment: [discovery.type=single-node, xpack.security.enabled=false]\n',
        },
      },
      right: {
        files: {
          'compose.yaml':
            'services:\n  elasticsearch:\n    image: docker.elastic.co/elasticsearch/elasticsearch:9.5.1\n    environment: [discovery.type=single-node, ELASTIC_PASSWORD_FILE=/run/secrets/elastic_password]\n',
        },
      },
    },
  ],
  *run(workspace) {
    for (const { node, placeOf, isDevelopment } of composeServices(workspace)) {
      if (isDevelopment) continue;
      for (const { range, meaning } of composeVariables(node).flatMap(switchedOff)) {
        yield { place: placeOf(range), message: meaning, fix: 'leave the protection on' };
      }
    }
    for (const { node, placeOf } of containersOf(workspace)) {
      for (const { range, meaning } of containerVariables(node).flatMap(switchedOff)) {
        yield { place: placeOf(range), message: meaning, fix: 'leave the protection on' };
      }
    }
  },
};

function switchedOff(
  variable: EnvironmentVariable,
): readonly { readonly range: EnvironmentVariable['range']; readonly meaning: string }[] {
  const { text } = fillDefaults(variable.value);
  const found = SWITCHES.find(([name, value]) => name.test(variable.name) && value.test(text));
  return found ? [{ range: variable.range, meaning: found[2] }] : [];
}
