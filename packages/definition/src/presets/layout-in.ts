import type { LayoutDeclaration } from '../layout/layout-declaration.ts';

/** The parts of the stack that no guide has a place for, in the folder that it has for the others. */
export function layoutIn(folder: string): LayoutDeclaration {
  return {
    collector: `${folder}/otel/collector.yaml`,
    jaeger: `${folder}/jaeger/config.yaml`,
    logstash: `${folder}/logstash/pipeline/logstash.conf`,
    filebeat: `${folder}/filebeat/filebeat.yml`,
    elasticsearch: `${folder}/elasticsearch`,
    proxy: `${folder}/proxy`,
  };
}
