import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Would mark the page if it became an element. */
export const MARKUP = `<img src=x onerror="document.body.id='taken'">`;

/** Texts that a page must show as what they are: text. */
export const HOSTILE_TEXTS: readonly string[] = [
  MARKUP,
  '\u202E txt.exe \u2067שלום\u2069',
  'first line\nsecond line\r\n\tthird',
  // As long as the value of a label may be.
  'x'.repeat(4096),
  'nothing\0after',
  '</script><script>document.body.id="taken"</script>',
  '{{7*7}} ${7*7} %s javascript:alert(1)',
];

/** A program whose metrics say all of it, in labels, names and help; what is at `/broken` is no page of metrics. */
export async function startHostileProgram(): Promise<{
  readonly address: string;
  stop(): Promise<void>;
}> {
  let asked = 0;
  const server: Server = createServer((request, response) => {
    asked++;
    if (request.url === '/broken') {
      response.setHeader('content-type', 'text/plain; version=0.0.4');
      response.end(`${MARKUP} is no sample\n`);
      return;
    }
    response.setHeader('content-type', 'text/plain; version=1.0.0; escaping=allow-utf-8');
    response.end(metricsPage(asked));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function metricsPage(value: number): string {
  const labelled = HOSTILE_TEXTS.map((text, i) => `parcels_total{kind="${escape(text)}"} ${value * (i + 1)}`);
  return [
    `# HELP parcels_total ${MARKUP} and ${'y'.repeat(2000)}`,
    '# TYPE parcels_total counter',
    ...labelled,
    `# HELP "${escape(MARKUP)}" a name`,
    `# TYPE "${escape(MARKUP)}" gauge`,
    `{"${escape(MARKUP)}", kind="${escape(MARKUP)}"} ${value}`,
    '',
  ].join('\n');
}

/** As a label value is written in the text format. */
function escape(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
}
