import { posix } from 'node:path';
import type { MonitoringDefinition } from '../monitoring/monitoring-definition.ts';
import type { ResolvedLayout } from '../resolved/resolved-layout.ts';
import { checkKeys } from '../faults/check-keys.ts';
import type { FaultList } from '../faults/fault-list.ts';
import type { LayoutDeclaration } from '../layout/layout-declaration.ts';
import { slugOf } from '@telltale/model';

/** Files that go with another one stand beside it, wherever that is. */
function defaultLayout(name: string, given: LayoutDeclaration): ResolvedLayout {
  const beside = folderOf(given.prometheus, 'prometheus');
  return {
    prometheus: 'prometheus/prometheus.yml',
    rules: `prometheus/rules/${name}.yml`,
    alertmanager: 'alertmanager/alertmanager.yml',
    dashboards: 'grafana/dashboards',
    provisioning: 'grafana/provisioning',
    compose: 'compose.yaml',
    kubernetes: 'kubernetes',
    collector: 'otel/collector.yaml',
    jaeger: 'jaeger/config.yaml',
    logstash: `logstash/pipeline/${name}.conf`,
    filebeat: 'filebeat/filebeat.yml',
    elasticsearch: 'elasticsearch',
    proxy: 'proxy',
    docs: 'docs/monitoring',
    runbooks: 'docs/runbooks',
    catalog: 'catalog.json',
    ci: '.github/workflows/monitoring.yml',
    ruleTests: `${beside}/tests/${name}.test.yml`,
    templates: `${folderOf(given.alertmanager, 'alertmanager')}/templates`,
    web: `${beside}/web.yml`,
  };
}

/** The folder of a path that was given, which may be anything. */
function folderOf(path: unknown, usual: string): string {
  return typeof path === 'string' && path.includes('/') ? posix.dirname(path) : usual;
}

/** Where generated files go. A path that leaves the folder of the definition is a fault. */
export function resolveLayout({ service, layout }: MonitoringDefinition, faults: FaultList): ResolvedLayout {
  const defaults = defaultLayout(slugOf(service) || 'service', layout);
  checkKeys(layout, Object.keys(defaults), 'layout', faults);
  for (const [name, path] of Object.entries<unknown>({ ...layout })) {
    if (typeof path === 'string' && path !== '' && !path.startsWith('/') && !path.split('/').includes('..'))
      continue;
    faults.add(
      `layout.${name}`,
      'write a path below the folder of the definition, such as monitoring/rules.yml',
    );
  }
  return { ...defaults, ...layout };
}
