import { posix } from 'node:path';
import type { ResolvedDefinition } from '@telltale/definition';
import { printYamlDocument } from '@telltale/formats';
import { hasAlertmanager } from '../has-alertmanager.ts';
import { logsWay } from '../elastic/shipped-logs.ts';
import { fileHeader } from '../file-header.ts';
import type { GenerateOptions } from '../generate-options.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { secretPath, secretsGuide } from '../secrets/secrets-guide.ts';
import type { StackSecret } from '../secrets/stack-secret.ts';
import { receiverSecrets, targetSecrets } from '../secrets/stack-secret.ts';
import { alertmanagerService, alertmanagerServices } from './alertmanager-service.ts';
import { appService } from './app-service.ts';
import type { ComposeContext } from './compose-context.ts';
import { composeContext } from './compose-context.ts';
import type { ComposeFile, ComposeService } from './compose-file.ts';
import { inOrder } from './compose-file.ts';
import { externalNote, externalServices } from './external-services.ts';
import { logFolder } from './log-folder.ts';
import { ELASTIC_SECRETS, elasticServices } from './elastic-services.ts';
import { exporterServices } from './exporter-services.ts';
import { GRAFANA_SECRET, grafanaService } from './grafana-service.ts';
import { mimirService } from './mimir-service.ts';
import { PRIVATE_NETWORKS, privateServices } from './private-network.ts';
import { prometheusService, prometheusServices } from './prometheus-service.ts';
import { PROXY_SECRETS } from '../proxy/proxy-secrets.ts';
import { proxyService } from './proxy-service.ts';
import { pushgatewayService } from './pushgateway-service.ts';
import { traceServices } from './trace-services.ts';

type NamedService = readonly [name: string, service: ComposeService];

/**
 * Generates a Compose file with the servers that the definition needs, and the guide to its secrets.
 * Prometheus, Alertmanager, Grafana and the exporters start always; logs with `--profile logs` (or
 * `elk`), traces with `--profile traces`, a reverse proxy with `--profile proxy`. Both Docker Compose 2 and docker-compose 1.29 take the file. Nothing
 * for a definition that was put together without a stack.
 */
export function generateCompose(
  definition: ResolvedDefinition,
  options: GenerateOptions = {},
): readonly GeneratedFile[] {
  const context = composeContext(definition, options);
  if (!context) return [];
  const secrets = secretsOf(context);
  const path = context.layout.compose;
  const file = composeFile(context, secrets);
  const note = externalNote(context, file['x-external-services'] ?? []);
  return [
    { path, text: printYamlDocument(file, [...fileHeader(definition), ...note]) },
    ...logFolder(definition),
    ...secretsGuide(secrets, posix.dirname(path)),
  ];
}

function composeFile(context: ComposeContext, secrets: readonly StackSecret[]): ComposeFile {
  const services = servicesOf(context);
  const folder = posix.dirname(context.layout.compose);
  const volumes = [
    ...new Set(services.flatMap(([, { volumes: mounts = [] }]) => mounts.flatMap(namedVolume))),
  ];
  const external = externalServices(
    context,
    services.map(([name]) => name),
  );
  return {
    ...(external.length > 0 && { 'x-external-services': external }),
    services: Object.fromEntries(services.map(([name, service]) => [name, inOrder(service)])),
    ...(context.options.private && { networks: PRIVATE_NETWORKS }),
    ...(volumes.length > 0 && { volumes: Object.fromEntries(volumes.map((name) => [name, {}])) }),
    ...(secrets.length > 0 && {
      secrets: Object.fromEntries(
        secrets.map((secret) => [secret.name, { file: context.source(secretPath(secret, folder)) }]),
      ),
    }),
  };
}

function servicesOf(context: ComposeContext): readonly NamedService[] {
  const app = appService(context);
  const services = [...(app ? [app] : []), ...serversOf(context)];
  return context.options.private ? privateServices(services, context, app?.[0]) : services;
}

function serversOf(context: ComposeContext): readonly NamedService[] {
  const { definition, options } = context;
  const pushgateway = pushgatewayService(context);
  return [
    ...prometheusServices(options).map((name, replica): NamedService => [
      name,
      prometheusService(context, replica),
    ]),
    ...(hasAlertmanager(definition) ? alertmanagers(context) : []),
    ['grafana', grafanaService(context)],
    ...exporterServices(context).map(({ name, service }): NamedService => [name, service]),
    ...(pushgateway ? [['pushgateway', pushgateway] as const] : []),
    ...(options.ha ? [['mimir', mimirService(context)] as const] : []),
    ...elasticServices(context),
    ...traceServices(context),
    ['proxy', proxyService(context)],
  ];
}

function alertmanagers(context: ComposeContext): readonly NamedService[] {
  return alertmanagerServices(context.options).map((name, replica) => [
    name,
    alertmanagerService(context, replica),
  ]);
}

function secretsOf(context: ComposeContext): readonly StackSecret[] {
  return [
    GRAFANA_SECRET,
    ...targetSecrets(context.definition),
    ...receiverSecrets(context.definition),
    ...exporterServices(context).flatMap(({ secrets }) => secrets),
    ...(logsWay(context.definition) === undefined ? [] : ELASTIC_SECRETS),
    ...PROXY_SECRETS,
  ];
}

/** The name of a volume in a mount; folders and files of the host have none. */
function namedVolume(mount: string): readonly string[] {
  const [source] = mount.split(':');
  return /^[./~]/.test(source) ? [] : [source];
}
