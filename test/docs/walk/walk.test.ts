import { expect, onTestFinished, test } from 'vitest';
import { matchesOutput } from './matches-output.ts';
import { readGuide } from './read-guide.ts';
import { Walk } from './walk.ts';

/** Walks a guide to its end, or to where it lies. */
async function follow(guide: string): Promise<void> {
  const walk = new Walk({ patienceMs: 500 });
  onTestFinished(() => walk.end());
  for (const step of readGuide(guide)) await walk.take(step);
}

const fence = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\`\n`;

test('a guide that tells the truth is followed to its end', async () => {
  const guide = [
    fence('js', "// a.js\nconsole.log('one');"),
    fence('console', '$ node a.js\none'),
    fence('diff', "--- a.js\n-console.log('one');\n+console.log('two');"),
    fence('console', '$ node a.js\ntwo'),
    fence('sh', '# a comment\nnode a.js  # another one'),
  ];
  await follow(guide.join('\n'));
});

test.for([
  ['a command that fails', fence('sh', 'exit 3'), /ended with 3/],
  ['an output that is another one', fence('console', '$ echo one\ntwo'), /prints\s+one/],
  [
    'a change of lines that are not there',
    fence('js', '// a.js\n1;') + fence('diff', '--- a.js\n-2;\n+3;'),
    /no lines/,
  ],
  ['a package that does not exist', fence('sh', 'npm install no-such-package-here'), /no package/],
  ['a verb that does not exist', fence('sh', 'npx telltale fly'), /unknown command/],
  ['a block that names no file', fence('ts', 'const a = 1;'), /does not name its file/],
] as const)('a guide with %s is told', async ([, guide, reason]) => {
  await expect(follow(guide)).rejects.toThrow(reason);
});

test.for([
  ['one  two', 'one two', true],
  ['one\nthree', 'one\n…\nthree', true],
  ['{a="1"}  2', '{a="…"}  2', true],
  ['one', 'on', false],
  ['one two', 'two', false],
] as const)('%j shown as %j: %s', ([output, expected, matches]) => {
  expect(matchesOutput(output, expected)).toBe(matches);
});
