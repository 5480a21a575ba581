import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { PRESETS } from '../../test/preset-definitions.ts';
import { stackDefinition } from '../../test/stack-definition.ts';
import { generateCompose } from './generate-compose.ts';

const webhook = (url: string) => ({ kind: 'webhook' as const, name: 'ops', url, sendResolved: true });

describe('services that are not in the file', () => {
  it('are named where Prometheus looks at them: start both files as one project', () => {
    const [{ text }] = generateCompose(PRESETS.webapp);
    expect(parse(text)['x-external-services']).toEqual(['backend', 'extraction-worker', 'search-worker']);
    expect(text).toContain('# docker compose -f YOUR-FILE -f compose.yaml up -d\n');
  });

  it('are those that Alertmanager tells, too; addresses of other machines are none', () => {
    const receivers = [webhook('http://webhook:5001/alerts'), webhook('https://chat.example.org/alerts')];
    const [{ text }] = generateCompose(stackDefinition({ receivers }));
    expect(parse(text)['x-external-services']).toEqual(['webhook']);
  });

  it('mount the volume that Filebeat reads their log file from', () => {
    const [{ text }] = generateCompose(PRESETS.aiApp);
    expect(text).toContain('# The service that writes the log files mounts the volume app_logs:/app/logs\n');
    expect(parse(text).services.filebeat.volumes).toContain('app_logs:/app/logs:ro');
  });

  it('are none where the program is on the machine itself: its log folder is made for it', () => {
    const files = generateCompose(PRESETS.framework);
    expect(parse(files[0].text)['x-external-services']).toBeUndefined();
    expect(parse(files[0].text).services.filebeat.volumes).toContain('./logs:/app/logs:ro');
    expect(files.map(({ path }) => path)).toContain('logs/.gitignore');
  });
});
