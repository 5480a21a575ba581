import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { findUpward } from '../../platform/find-upward.ts';
import { keyValueList } from '../../platform/key-value-list.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * What is known of this program, as OpenTelemetry names it. `OTEL_RESOURCE_ATTRIBUTES` adds to it and replaces,
 * `OTEL_SERVICE_NAME` names the service.
 */
export function resourceAttributes(
  serviceName: string,
  variables: Variables,
): Readonly<Record<string, string | number>> {
  const given = Object.fromEntries(keyValueList(variables['OTEL_RESOURCE_ATTRIBUTES']));
  const version = given['service.version'] ?? programVersion();
  const environment = variables['TELLTALE_ENVIRONMENT'] || variables['NODE_ENV'];
  return {
    'service.instance.id': `${hostname()}:${process.pid}`,
    ...(version !== undefined && { 'service.version': version }),
    ...(environment && { 'deployment.environment.name': environment }),
    'host.name': hostname(),
    'host.arch': process.arch,
    'os.type': process.platform,
    'process.pid': process.pid,
    'process.runtime.name': 'nodejs',
    'process.runtime.version': process.versions.node,
    'telemetry.sdk.name': 'opentelemetry',
    'telemetry.sdk.language': 'nodejs',
    'telemetry.distro.name': 'telltale',
    ...given,
    'service.name': variables['OTEL_SERVICE_NAME'] || (given['service.name'] ?? serviceName),
  };
}

/** Version in the `package.json` of the program that runs. */
function programVersion(): string | undefined {
  const [, program] = process.argv;
  const file = program === undefined ? undefined : findUpward(dirname(program), ['package.json']);
  try {
    const { version }: { version?: unknown } =
      file === undefined ? {} : JSON.parse(readFileSync(file, 'utf8'));
    return typeof version === 'string' && version !== '' ? version : undefined;
  } catch {
    return undefined;
  }
}
