/** Whether an output is the expected one; `…` stands for any text, alone on a line for any lines or none. */
export function matchesOutput(output: string, expected: string): boolean {
  const pattern = expected
    .split('…')
    .map(patternOf)
    .join(String.raw`[\s\S]*?`);
  return new RegExp(String.raw`^\s*${pattern}\s*$`).test(output);
}

/** Columns may be wider than they are shown; beside what is left out there may be nothing. */
function patternOf(part: string): string {
  const words = part
    .trim()
    .split(/\s+/)
    .map(escaped)
    .join(String.raw`\s+`);
  const [before, after] = [/^\s/, /\s$/].map((space) => (space.test(part) ? String.raw`\s*` : ''));
  return `${before}${words}${after}`;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}
