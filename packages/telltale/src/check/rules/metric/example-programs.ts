/** A program with one metric of prom-client, for the examples of rules. */
export function program(declaration: string): string {
  return `const client = require('prom-client');\n\n${declaration}\n`;
}

/** A counter with a name and the rest of its declaration. */
export function counter(name: string, rest = ", help: 'Things done'"): string {
  return program(`new client.Counter({ name: '${name}'${rest} });`);
}

/** A histogram with the rest of its declaration. */
export function histogram(name: string, rest: string): string {
  return program(`new client.Histogram({ name: '${name}', help: 'Time taken'${rest} });`);
}
