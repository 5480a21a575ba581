export { definitionHash } from './definition-hash.ts';
export type { GeneratedFile } from './generated-file.ts';
export { generatePrometheus } from './prometheus/generate-prometheus.ts';
