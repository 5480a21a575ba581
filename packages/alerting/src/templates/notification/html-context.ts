import { escapeHtml } from '../interpreter/go-escapes.ts';

/** Printed where a value could become code, as Go does. */
const REFUSED = 'ZgotmplZ';
const SAFE_SCHEMES: ReadonlySet<string> = new Set(['http', 'https', 'mailto']);
const URL_ATTRIBUTES: ReadonlySet<string> = new Set(
  'action background cite data formaction href icon longdesc manifest poster profile src usemap xlink:href'.split(
    ' ',
  ),
);
const CODE_ELEMENTS: ReadonlySet<string> = new Set(['script', 'style']);

type Place =
  | 'text'
  | 'tag-start'
  | 'tag-name'
  | 'tag'
  | 'attribute'
  | 'before-value'
  | 'value'
  | 'comment'
  | 'code';

/**
 * Follows the HTML that a template prints, to escape each value for the place where it stands: text,
 * an attribute, an address, a word of a style. What stands where code does is refused.
 */
export class HtmlContext {
  #place: Place = 'text';
  #position = 0;
  #element = '';
  #attribute = '';
  /** The quote around the value; empty where there is none. */
  #quote = '';
  #valueStart = 0;

  /** Escapes a value that goes behind `before`, which grows from call to call. */
  escape(text: string, before: string): string {
    this.#follow(before);
    switch (this.#place) {
      case 'text':
        return escapeHtml(text).replaceAll('+', '&#43;');
      case 'value':
      case 'before-value':
        return this.#escapeAttribute(text, before);
      case 'comment':
        return '';
      default:
        return REFUSED;
    }
  }

  #escapeAttribute(text: string, before: string): string {
    const name = this.#attribute.toLowerCase();
    if (name.startsWith('on') || name === 'srcdoc' || name === 'srcset') return REFUSED;
    if (name === 'style') return /^[\w#.%-]*$/.test(text) ? text : REFUSED;
    const start = this.#place === 'value' ? before.slice(this.#valueStart) : '';
    const value = URL_ATTRIBUTES.has(name) ? escapeUrl(text, start) : text;
    const escaped = escapeHtml(value).replaceAll('+', '&#43;');
    return this.#place === 'value' && this.#quote !== '' ? escaped : escapeUnquoted(escaped);
  }

  #follow(output: string): void {
    for (; this.#position < output.length; this.#position++) this.#step(output[this.#position], output);
  }

  #step(character: string, output: string): void {
    switch (this.#place) {
      case 'text':
        if (character === '<') this.#place = 'tag-start';
        return;
      case 'tag-start':
        return this.#startTag(character, output);
      case 'tag-name':
        if (character === '>' || isSpace(character)) return this.#inTag(character);
        this.#element += character;
        return;
      case 'tag':
        return this.#inTag(character);
      case 'attribute':
        return this.#inAttributeName(character);
      case 'before-value':
        return this.#beforeValue(character);
      case 'value':
        return this.#inValue(character);
      case 'comment':
        if (output.endsWith('-->', this.#position + 1)) this.#place = 'text';
        return;
      case 'code':
        if (isEndOf(this.#element, output, this.#position)) this.#place = 'text';
    }
  }

  #startTag(character: string, output: string): void {
    if (output.startsWith('!--', this.#position)) this.#place = 'comment';
    else if (/[a-z/!]/i.test(character)) this.#place = 'tag-name';
    else this.#place = character === '<' ? 'tag-start' : 'text';
    this.#element = character;
  }

  #inTag(character: string): void {
    if (character === '>') {
      this.#place = CODE_ELEMENTS.has(this.#element.toLowerCase()) ? 'code' : 'text';
    } else if (isSpace(character) || character === '/') {
      this.#place = 'tag';
    } else {
      this.#place = 'attribute';
      this.#attribute = character;
    }
  }

  #inAttributeName(character: string): void {
    if (character === '=') this.#place = 'before-value';
    else if (character === '>' || isSpace(character) || character === '/') this.#inTag(character);
    else this.#attribute += character;
  }

  #beforeValue(character: string): void {
    if (isSpace(character)) return;
    if (character === '>') return this.#inTag(character);
    const isQuoted = character === '"' || character === "'";
    this.#quote = isQuoted ? character : '';
    this.#valueStart = isQuoted ? this.#position + 1 : this.#position;
    this.#place = 'value';
  }

  #inValue(character: string): void {
    const isEnd = this.#quote === '' ? isSpace(character) || character === '>' : character === this.#quote;
    if (!isEnd) return;
    if (this.#quote === '') this.#inTag(character);
    else this.#place = 'tag';
  }
}

/** Lets only addresses of the web and of mail begin an attribute; the rest of one cannot change what it is. */
function escapeUrl(text: string, start: string): string {
  if (/[?#]/.test(start)) return encodePart(text);
  const scheme = /^[^/?#]*?:/.exec(text);
  if (start === '' && scheme && !SAFE_SCHEMES.has(scheme[0].slice(0, -1).toLowerCase())) return `#${REFUSED}`;
  // What is encoded already stays as it is.
  return text.replace(/%[0-9a-f]{2}|[^\w\-.~!#$&*+,/:;=?@[\]]/giu, (found) =>
    found.length > 2 ? found : encodeCharacter(found),
  );
}

function encodePart(text: string): string {
  return text.replace(/[^\w\-.~]/gu, encodeCharacter);
}

/** Also what `encodeURIComponent` leaves, because an attribute may end at a quote. */
function encodeCharacter(character: string): string {
  const bytes = Buffer.from(character.toWellFormed());
  return Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

function escapeUnquoted(text: string): string {
  return text.replace(/[\s`=]/g, (found) => `&#${found.charCodeAt(0)};`);
}

function isSpace(character: string): boolean {
  return /\s/.test(character);
}

/** Whether `</script` ends at a position. */
function isEndOf(element: string, output: string, position: number): boolean {
  const end = `</${element}`;
  return (
    output.slice(Math.max(0, position + 1 - end.length), position + 1).toLowerCase() === end.toLowerCase()
  );
}
