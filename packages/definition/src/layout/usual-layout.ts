import { posix } from 'node:path';
import { slugOf } from '@telltale/model';
import type { ResolvedLayout } from '../resolved/resolved-layout.ts';
import type { LayoutDeclaration } from './layout-declaration.ts';

/**
 * Where the generated files of a service usually go, relative to the folder of its definition. Files that go
 * with another one stand beside it, wherever that is.
 *
 * @param service Name of the service, of any form.
 * @param given Paths that the definition names itself; only the folders of servers are looked at.
 *
 * @example
 * ```ts
 * import { usualLayout } from '@telltale/sdk/define';
 *
 * console.log(usualLayout('shop', { prometheus: 'monitoring/prometheus.yml' }).web); // monitoring/web.yml
 * ```
 */
export function usualLayout(service: string, given: LayoutDeclaration = {}): ResolvedLayout {
  const name = slugOf(service) || 'service';
  const beside = folderOf(given.prometheus, 'prometheus');
  return {
    prometheus: 'prometheus/prometheus.yml',
    rules: `prometheus/rules/${name}.yml`,
    alertmanager: 'alertmanager/alertmanager.yml',
    blackbox: 'blackbox/blackbox.yml',
    dashboards: 'grafana/dashboards',
    provisioning: 'grafana/provisioning',
    compose: 'compose.yaml',
    kubernetes: 'kubernetes',
    collector: 'otel/collector.yaml',
    jaeger: 'jaeger/config.yaml',
    logstash: `logstash/pipeline/${name}.conf`,
    filebeat: 'filebeat/filebeat.yml',
    logging: 'config/logging.yaml',
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
