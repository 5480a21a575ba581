import { parseSourceTree } from '@telltale/formats';
import { describe, expect, it } from 'vitest';
import { commandFlags } from './command-flag.ts';
import { isDevelopmentFile } from './compose-service.ts';
import { composeVariables } from './environment-variable.ts';
import { mountsOf } from './mount.ts';
import { isLoopback, publishedPorts } from './published-port.ts';
import { fillDefaults } from './variables.ts';

function service(text: string) {
  return parseSourceTree(text, 'compose.yaml').roots[0];
}

describe('fillDefaults', () => {
  it('takes defaults, keeps what has none and says so', () => {
    expect(fillDefaults('a/${TAG:-1.2}-$$x')).toEqual({ text: 'a/1.2-$x', hasVariables: false });
    expect(fillDefaults('${TAG-}')).toEqual({ text: '', hasVariables: false });
    for (const text of ['$TAG', '${TAG}', '${TAG:?missing}'])
      expect(fillDefaults(text).hasVariables).toBe(true);
  });
});

describe('publishedPorts', () => {
  const portsOf = (...ports: readonly string[]) =>
    publishedPorts(service(`ports:\n${ports.map((port) => `  - ${port}\n`).join('')}`)).map(
      ({ hostAddress, hostPorts, containerPort, protocol }) =>
        `${hostAddress}|${hostPorts?.join('-') ?? ''}|${containerPort ?? ''}|${protocol}`,
    );

  it('reads every short form', () => {
    expect(
      portsOf('"9090:9090"', '"127.0.0.1:3001:3000"', '3000', '"[::1]:80:8080/udp"', '"8000-8002:8000-8002"'),
    ).toEqual([
      '|9090-9090|9090|tcp',
      '127.0.0.1|3001-3001|3000|tcp',
      '||3000|tcp',
      '[::1]|80-80|8080|udp',
      '|8000-8002|8000|tcp',
    ]);
  });

  it('reads the long form and defaults of variables', () => {
    expect(portsOf('{ target: 80, published: "8080", host_ip: 127.0.0.1 }', '"${PORT:-81}:80"')).toEqual([
      '127.0.0.1|8080-8080|80|tcp',
      '|81-81|80|tcp',
    ]);
  });

  it('leaves out what is no port', () => expect(portsOf('"${PORT}:80"', '"a:b:c"')).toEqual([]));

  it('knows loopback addresses', () => {
    expect(['127.0.0.1', '127.1.2.3', 'localhost', '[::1]', '::1'].every(isLoopback)).toBe(true);
    expect(['', '0.0.0.0', '10.0.0.1', 'localhost.example.org'].some(isLoopback)).toBe(false);
  });
});

describe('mountsOf', () => {
  it('tells files of the host from volumes', () => {
    const mounts = mountsOf(
      service(
        'volumes:\n  - ./a.yml:/etc/a.yml:ro\n  - data:/data\n  - /var/lib/x\n  - type: bind\n    source: ../b\n    target: /b\n    read_only: true\n  - type: tmpfs\n    target: /tmp\n',
      ),
    );
    expect(mounts.map(({ kind, source, target, isReadOnly }) => [kind, source, target, isReadOnly])).toEqual([
      ['bind', './a.yml', '/etc/a.yml', true],
      ['volume', 'data', '/data', false],
      ['volume', undefined, '/var/lib/x', false],
      ['bind', '../b', '/b', true],
    ]);
  });
});

describe('composeVariables', () => {
  it('reads mappings and lists, with the place of each value', () => {
    const text = 'environment:\n  - A=b=c\n  - ONLY_NAME\n';
    const [{ name, value, range }] = composeVariables(service(text));
    expect([name, value, text.slice(range.start, range.end)]).toEqual(['A', 'b=c', 'b=c']);
    expect(composeVariables(service('environment: { __proto__: x, N: 1, EMPTY: }\n'))).toMatchObject([
      { name: '__proto__', value: 'x' },
      { name: 'N', value: '1' },
    ]);
  });
});

describe('commandFlags', () => {
  it('reads lists and whole command lines', () => {
    const list = 'command:\n  - --web.enable-lifecycle\n  - "--storage.tsdb.retention.time=15d"\n';
    expect(commandFlags(service(list)).map(({ name, value }) => [name, value])).toEqual([
      ['web.enable-lifecycle', ''],
      ['storage.tsdb.retention.time', '15d'],
    ]);
    const line = "command: prometheus --config.file='/etc/p.yml' -log=x";
    const [first, second] = commandFlags(service(line));
    expect([first.value, second.name]).toEqual(['/etc/p.yml', 'log']);
    expect(line.slice(second.range.start, second.range.end)).toBe('-log=x');
  });
});

describe('isDevelopmentFile', () => {
  it('goes by whole words of file and folder', () => {
    for (const file of [
      'docker-compose.dev.yml',
      'compose.override.yaml',
      'test/compose.yml',
      'docker-compose-test.yml',
    ])
      expect([file, isDevelopmentFile(file)]).toEqual([file, true]);
    for (const file of ['docker-compose.yml', 'compose.production.yaml', 'latest/compose.yml', 'devices.yml'])
      expect([file, isDevelopmentFile(file)]).toEqual([file, false]);
  });
});
