import { isMisspelled } from './label-vocabulary.ts';

/**
 * Whether a name (`level:metric:operation`) is a slip of the pen for that of a recording rule: all but one
 * of its words are the same, and that one is misspelled, cut off, or written in two.
 */
export function isRecordedSlip(name: string, recorded: string): boolean {
  if (withoutMarks(name) === withoutMarks(recorded)) return true;
  const [words, others] = [name.split(/[:_]/), recorded.split(/[:_]/)];
  if (words.length !== others.length || colonsOf(name) !== colonsOf(recorded)) return false;
  const differing = words.flatMap((word, index) => (word === others[index] ? [] : [[word, others[index]]]));
  const [[word, meant] = ['', '']] = differing;
  // Windows and numbers (rate5m, rate1h) are names of their own.
  if (differing.length !== 1 || Math.min(word.length, meant.length) < 4 || /\d/.test(word + meant))
    return false;
  return isMisspelled(word, meant) || word.startsWith(meant) || meant.startsWith(word);
}

function withoutMarks(name: string): string {
  return name.replace(/[:_]/g, '').toLowerCase();
}

function colonsOf(name: string): number {
  return name.split(':').length;
}
