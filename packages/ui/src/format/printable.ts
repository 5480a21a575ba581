/** Colours and cursor movements of terminals: they mean nothing here. */
// oxlint-disable-next-line no-control-regex -- what is looked for
const TERMINAL_CODES = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;
// oxlint-disable-next-line no-control-regex -- what is looked for
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f]/g;
/** Letters that turn the direction of what follows, and so can hide what a line says. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;
const FIRST_PICTURE = 0x2400;
const DELETE = 0x7f;
const PICTURE_OF_DELETE = '\u2421';

/** A text as it can be shown: without colours of terminals, other control characters as their pictures. */
export function printable(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(TERMINAL_CODES, '')
    .replaceAll(TURNS, '\ufffd')
    .replaceAll(CONTROLS, (letter) => {
      const code = letter.charCodeAt(0);
      return code === DELETE ? PICTURE_OF_DELETE : String.fromCharCode(FIRST_PICTURE + code);
    });
}

/** More of a message is not looked at for its line in the list. */
const MAX_LINE = 2000;

/** A message on one line, cut where nobody would read on. */
export function lineOf(message: string): string {
  const start = message.length > MAX_LINE ? `${message.slice(0, MAX_LINE)}…` : message;
  return printable(start).replaceAll(/\n+/g, ' ↵ ').replaceAll('\t', ' ');
}
