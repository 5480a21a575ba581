import { alertFile } from '../examples/example-files.ts';

/** A rule file with a faulty expression and a comment above it, for the examples of rules. */
export function silencedFile(comment: string, expr = 'rate(process_cpu_seconds_total) > 0.9') {
  const file = alertFile(expr).replace('        expr:', `        # ${comment}\n        expr:`);
  return { files: { 'rules.yml': file } };
}
