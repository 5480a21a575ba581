import type { ResolvedDefinition, ResolvedLayout } from '@telltale/definition';
import { slugOf } from '@telltale/model';

/**
 * Where the files of a definition go: its own layout, or the usual one for a definition that was put
 * together without `resolveDefinition`.
 */
export function layoutOf({ layout, service }: ResolvedDefinition): ResolvedLayout {
  return layout ?? usualLayout(slugOf(service) || 'service');
}

function usualLayout(name: string): ResolvedLayout {
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
    ruleTests: `prometheus/tests/${name}.test.yml`,
    templates: 'alertmanager/templates',
    web: 'prometheus/web.yml',
  };
}
