import { describe, expect, it } from 'vitest';
import { pythonLiterals } from './python-literals.ts';

describe('pythonLiterals', () => {
  it('finds a configuration that is written out, at its place', () => {
    const program =
      "def f():\n    config = {\n        'groups': [], 'x': None, # why\n        'y': {'z': -1,},\n    }\n";
    const [literal] = pythonLiterals(program);
    expect(literal.keys).toEqual(['groups', 'x', 'y']);
    expect(literal.text.split('\n')).toEqual([
      '',
      '             {',
      "        'groups': [], 'x': null, # why",
      "        'y': {'z': -1,},",
      '    }',
    ]);
  });

  it.each([
    "c = {'groups': name}",
    "c = {'groups': f'{x}'}",
    "c = {'groups': 'a' 'b'}",
    "c = {'groups': 'it\\'s'}",
    "c = {'groups': load()}",
  ])('%s is computed and left out', (program) => {
    expect(pythonLiterals(program)).toEqual([]);
  });

  it('a program that ends in the middle has no literal', () => {
    expect(pythonLiterals("c = {'groups': [{'a'")).toEqual([]);
  });
});
