/** A Logstash pipeline around some filters, for the examples of rules. */
export function examplePipeline(parts: { readonly filter?: string; readonly output?: string }): string {
  const { filter = 'json { source => "message" }', output = 'stdout {}' } = parts;
  return `input {\n  stdin {}\n}\nfilter {\n  ${filter}\n}\noutput {\n  ${output}\n}\n`;
}
