/** Words that people write otherwise. */
const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['api', 'API'],
  ['cpu', 'CPU'],
  ['db', 'DB'],
  ['dns', 'DNS'],
  ['eventloop', 'event loop'],
  ['fds', 'file descriptors'],
  ['gc', 'GC'],
  ['grpc', 'gRPC'],
  ['http', 'HTTP'],
  ['id', 'ID'],
  ['io', 'I/O'],
  ['ip', 'IP'],
  ['nodejs', 'Node.js'],
  ['sql', 'SQL'],
  ['tcp', 'TCP'],
  ['tls', 'TLS'],
  ['url', 'URL'],
]);

/**
 * The name of a metric as a title: `http_request_duration_seconds` is "HTTP request duration". The
 * unit stands at the axis, and that a counter counts is seen from its rate.
 */
export function panelTitle(metric: string, unit: string, isCounter: boolean): string {
  const counted = isCounter ? metric.replace(/_total$/, '') : metric;
  const stem = unit !== '' && counted.endsWith(`_${unit}`) ? counted.slice(0, -unit.length - 1) : counted;
  const words = stem.split(/[_:.]+/).filter((word) => word !== '');
  const title = words.map((word) => SPELLINGS.get(word.toLowerCase()) ?? word).join(' ');
  return title.charAt(0).toUpperCase() + title.slice(1);
}
