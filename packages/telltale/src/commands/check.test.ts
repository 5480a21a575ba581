import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run, temporaryFolder } from '../../test/support/run-cli.ts';

const RULES = `groups:
  - name: shop
    rules:
      - alert: CpuHigh
        expr: rate(process_cpu_seconds_total) > 0.9
        for: 5m
`;

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  write(folder, files);
  return folder;
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

async function rulesFound(folder: string, ...args: readonly string[]): Promise<readonly string[]> {
  const { output } = await run(folder, 'check', '.', '--json', ...args);
  const { findings }: { findings: readonly { rule: string; file: string; line: number }[] } =
    JSON.parse(output);
  return findings.map(({ rule, file, line }) => `${file}:${line} ${rule}`);
}

const silenced = (comment: string): string =>
  RULES.replace('        expr:', `        # ${comment}\n        expr:`);

describe('comments that silence rules', () => {
  it('hide a finding, and the report says so', async () => {
    const folder = folderWith({ 'rules.yml': silenced('telltale-disable-next-line promql/type -- known') });
    const { output, exitCode } = await run(folder, 'check');
    expect(output).not.toContain('promql/type');
    expect(output).toContain('note: not shown: 1 silenced by comments');
    expect(exitCode).toBe(0);
  });

  it('that have ended hide nothing, and are findings themselves', async () => {
    const comment = 'telltale-disable-next-line promql/type -- later (until 2001-01-01)';
    const folder = folderWith({ 'rules.yml': silenced(comment) });
    expect(await rulesFound(folder)).toEqual(['rules.yml:5 meta/expired-disable', 'rules.yml:6 promql/type']);
  });

  it('for a whole file hide a rule wherever it stands in it, and nowhere else', async () => {
    const text = `# telltale-disable-file promql/type -- generated\n${RULES}`;
    const folder = folderWith({ 'a.yml': text, 'b.yml': RULES });
    expect(await rulesFound(folder)).toEqual(['b.yml:5 promql/type']);
  });
});

describe('a baseline', () => {
  it('hides what it knows, wherever it has moved to, and nothing new', async () => {
    const folder = folderWith({ 'rules.yml': RULES });
    const written = await run(folder, 'check', '--baseline', 'known.json', '--write-baseline');
    expect(written).toMatchObject({ exitCode: 0, output: 'wrote 1 finding to known.json\n' });
    write(folder, { 'rules.yml': `# moved\n${RULES}`, 'new.yml': RULES });
    expect(await rulesFound(folder, '--baseline', 'known.json')).toEqual(['new.yml:5 promql/type']);
  });

  it('knows a fault as often as the file had it', async () => {
    const folder = folderWith({ 'rules.yml': RULES });
    await run(folder, 'check', '--baseline', 'known.json', '--write-baseline');
    const [, , , ...rule] = RULES.split('\n');
    write(folder, { 'rules.yml': `${RULES}${rule.join('\n').replace('CpuHigh', 'Cpu2')}` });
    const found = await rulesFound(folder, '--baseline', 'known.json');
    expect(found.filter((line) => line.endsWith('promql/type'))).toHaveLength(1);
  });

  it('says how much of it is mended', async () => {
    const folder = folderWith({ 'rules.yml': RULES });
    await run(folder, 'check', '--baseline', 'known.json', '--write-baseline');
    write(folder, { 'rules.yml': RULES.replace('_total)', '_total[5m])') });
    const { output, exitCode } = await run(folder, 'check', '--baseline', 'known.json');
    expect(output).toContain('1 of the baseline known.json are mended');
    expect(exitCode).toBe(0);
  });

  it.each([
    ['{"version": 2}', 'is none'],
    ['{"version": 1, "findings": [{"rule": 1}]}', 'is none'],
    ['{', 'is none'],
  ])('that holds %s is an error that says how to write one', async (text, message) => {
    const folder = folderWith({ 'rules.yml': RULES, 'known.json': text });
    const { errors, exitCode } = await run(folder, 'check', '--baseline', 'known.json');
    expect(exitCode).toBe(2);
    expect(errors).toContain(message);
    expect(errors).toContain('--write-baseline');
  });

  it('that does not exist is an error', async () => {
    const folder = folderWith({ 'rules.yml': RULES });
    const { errors, exitCode } = await run(folder, 'check', '--baseline', 'no.json');
    expect([exitCode, errors]).toEqual([2, expect.stringContaining('no.json cannot be read')]);
  });
});

describe('--changed', () => {
  function repository(files: Readonly<Record<string, string>>): string {
    const folder = folderWith(files);
    const git = (...args: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@localhost', ...args], { cwd: folder });
    git('init', '-q');
    git('add', '-A');
    git('commit', '-q', '-m', 'first');
    return folder;
  }

  it('shows findings of files that differ from the commit, or that git does not know', async () => {
    const folder = repository({ 'old.yml': RULES, 'sub/edited.yml': RULES });
    expect(await rulesFound(folder, '--changed')).toEqual([]);
    write(folder, { 'sub/edited.yml': `# x\n${RULES}`, 'ä new.yml': RULES });
    expect(await rulesFound(folder, '--changed', 'HEAD')).toEqual([
      'sub/edited.yml:6 promql/type',
      'ä new.yml:5 promql/type',
    ]);
    const { output } = await run(join(folder, 'sub'), 'check', '--changed');
    expect(output).toContain('edited.yml:6:');
    expect(output).not.toContain('new.yml');
  });

  it('runs nothing that the repository configures', async () => {
    const folder = repository({ 'old.yml': RULES, '.gitattributes': '*.yml diff=evil\n' });
    const marker = join(folder, 'ran');
    const config = `[core]\n\tfsmonitor = "touch ${marker};"\n[diff]\n\texternal = "touch ${marker};"\n[diff "evil"]\n\ttextconv = "touch ${marker};"\n`;
    write(folder, { '.git/config': readFileSync(join(folder, '.git/config'), 'utf8') + config });
    write(folder, { 'old.yml': `# x\n${RULES}` });
    expect(await rulesFound(folder, '--changed')).toEqual(['old.yml:6 promql/type']);
    expect(() => readFileSync(marker)).toThrow('ENOENT');
  });

  it.each(['nowhere', '--output=x'])('a commit named %s is an error that says so', async (commit) => {
    const folder = repository({ 'rules.yml': RULES });
    const { errors, exitCode } = await run(folder, 'check', `--changed=${commit}`);
    expect(exitCode).toBe(2);
    expect(errors).toContain('--changed cannot tell what has changed');
  });
});

describe('--fix', () => {
  const COMPOSE = 'version: "3"\nservices:\n  shop:\n    image: shop:1.4.2\n';

  it('makes the changes, checks again, and says what is left', async () => {
    const folder = folderWith({ 'compose.yaml': COMPOSE, 'rules.yml': RULES });
    const { errors, output, exitCode } = await run(folder, 'check', '--fix', '--preset', 'strict');
    expect(errors).toMatch(/^telltale: mended \d findings? in compose\.yaml/);
    expect(readFileSync(join(folder, 'compose.yaml'), 'utf8')).not.toContain('version');
    expect(output).not.toContain('compose/version-key');
    expect(output).toContain('promql/type');
    expect(exitCode).toBe(1);
  });

  it('writes nothing outside of the folder, and follows no link out of it', async () => {
    const outside = folderWith({ 'compose.yaml': COMPOSE });
    const folder = folderWith({ 'x.yml': RULES });
    symlinkSync(join(outside, 'compose.yaml'), join(folder, 'link.yaml'));
    for (const path of [join(outside, 'compose.yaml'), 'link.yaml']) {
      const { errors } = await run(folder, 'check', path, '--fix', '--preset', 'strict');
      expect(errors).toMatch(/^telltale: not mended, outside of the working folder.*\.yaml\n$/);
    }
    expect(readFileSync(join(outside, 'compose.yaml'), 'utf8')).toBe(COMPOSE);
  });

  it('leaves the examples of guides alone', async () => {
    const guide = `text\n\n\`\`\`yaml\n${COMPOSE}\`\`\`\n`;
    const folder = folderWith({ 'guide.md': guide });
    await run(folder, 'check', 'guide.md', '--fix', '--preset', 'strict');
    expect(readFileSync(join(folder, 'guide.md'), 'utf8')).toBe(guide);
  });
});

describe('options of the check', () => {
  it('--no-definition runs no program at all', async () => {
    const folder = temporaryFolder();
    const marker = join(folder, 'ran');
    const program = `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(marker)}, '');\n`;
    write(folder, { 'telltale.config.ts': program, 'rules.yml': RULES });
    for (const path of ['.', 'telltale.config.ts']) await run(folder, 'check', path, '--no-definition');
    expect(() => readFileSync(marker)).toThrow('ENOENT');
    await run(folder, 'check');
    expect(readFileSync(marker, 'utf8')).toBe('');
  });

  it('two formats exclude each other, and a preset is one of two', async () => {
    const folder = folderWith({ 'rules.yml': RULES });
    const two = await run(folder, 'check', '--json', '--sarif');
    expect([two.exitCode, two.errors]).toEqual([2, expect.stringContaining('--json and --sarif exclude')]);
    const preset = await run(folder, 'check', '--preset', 'all');
    expect([preset.exitCode, preset.errors]).toEqual([2, expect.stringContaining('recommended, strict')]);
  });

  it('--fail-on makes the check fail for less than an error', async () => {
    const folder = folderWith({ 'compose.yaml': 'services:\n  shop:\n    image: shop:latest\n' });
    expect((await run(folder, 'check')).exitCode).toBe(0);
    expect((await run(folder, 'check', '--fail-on', 'warning')).exitCode).toBe(1);
  });

  it('--rules lists the rules of a preset, --explain says all about one', async () => {
    const folder = temporaryFolder();
    const all = (await run(folder, 'check', '--rules')).output;
    const recommended = (await run(folder, 'check', '--rules', '--preset', 'recommended')).output;
    expect(all).toMatch(/^promql\/unknown-label +error +recommended +/m);
    expect(recommended.split('\n').length).toBeLessThan(all.split('\n').length);
    const { output } = await run(folder, 'check', '--explain', 'promql/type');
    expect(output).toContain('wrong:\n  rules.yml\n    groups:');
    const unknown = await run(folder, 'check', '--explain', 'promql/typ');
    expect([unknown.exitCode, unknown.errors]).toEqual([2, expect.stringContaining('promql/type?')]);
  });

  it('--json is JSON also of the rules, of one rule, and of a baseline that is written', async () => {
    const folder = folderWith({ 'rules.yml': RULES });
    const parsed = async (...args: readonly string[]): Promise<unknown> =>
      JSON.parse((await run(folder, 'check', ...args, '--json')).output);
    expect(await parsed('--rules')).toContainEqual(
      expect.objectContaining({ id: 'promql/type', severity: 'error', preset: 'recommended' }),
    );
    expect(await parsed('--explain', 'promql/type')).toMatchObject({ id: 'promql/type' });
    const written = await parsed('.', '--baseline', 'known.json', '--write-baseline');
    expect(written).toEqual({ baseline: 'known.json', findings: 1 });
  });

  it('an empty path is refused: it would mean the working folder', async () => {
    const { exitCode, output, errors } = await run(temporaryFolder(), 'check', '');
    expect({ exitCode, output }).toEqual({ exitCode: 2, output: '' });
    expect(errors).toContain('telltale: a path is empty (TT_USAGE)');
  });
});

describe('hostile names', () => {
  const HOSTILE = {
    'a b:c/r\u001B[31m,%0A.yml': `groups:
  - name: "g\\e[31m"
    rules:
      - alert: "quote\\"'<>&\\n::error::x\\e]0;t\\a"
        expr: rate(up) > 1
      - alert: __proto__
        expr: 'rate(x{__proto__="\u001B[2J"}) > 1'
`,
  };

  it('reach no terminal and no XML as they are', async () => {
    const folder = folderWith(HOSTILE);
    for (const format of [[], ['--all'], ['--junit']]) {
      const { output, errors } = await run(folder, 'check', '.', ...format);
      expect(output + errors).not.toMatch(/[^\t\n\u0020-\u{10ffff}]/u);
      expect(output).toContain('promql/type');
    }
  });

  it('end no annotation, and start none', async () => {
    const { output } = await run(folderWith(HOSTILE), 'check', '.', '--github');
    const lines = output.trimEnd().split('\n');
    expect(lines.filter((line) => !/^::(?:error|warning|notice) file=a b%3Ac\/r/.test(line))).toEqual([]);
    expect(lines).toHaveLength(2);
  });

  it('stay what they are in JSON and SARIF', async () => {
    const folder = folderWith(HOSTILE);
    const [file] = Object.keys(HOSTILE);
    const { findings } = JSON.parse((await run(folder, 'check', '.', '--json')).output);
    expect(findings[0]).toMatchObject({ file, subject: expect.stringContaining('::error::x') });
    const { runs } = JSON.parse((await run(folder, 'check', '.', '--sarif')).output);
    const [{ physicalLocation }] = runs[0].results[0].locations;
    expect(decodeURIComponent(physicalLocation.artifactLocation.uri)).toBe(file);
  });
});
