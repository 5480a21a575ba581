/** Names of attributes as RFC 4514 writes them, by those of OpenSSL, in the order of the text. */
const STANDARD: readonly (readonly [openssl: string, name: string])[] = [
  ['serialNumber', 'SERIALNUMBER'],
  ['CN', 'CN'],
  ['OU', 'OU'],
  ['O', 'O'],
  ['postalCode', 'POSTALCODE'],
  ['street', 'STREET'],
  ['L', 'L'],
  ['ST', 'ST'],
  ['C', 'C'],
];

/** Attributes without a name there, which stand with their number and the bytes of their text. */
const NUMBERED: ReadonlyMap<string, string> = new Map([
  ['emailAddress', '1.2.840.113549.1.9.1'],
  ['DC', '0.9.2342.19200300.100.1.25'],
  ['UID', '0.9.2342.19200300.100.1.1'],
  ['SN', '2.5.4.4'],
  ['title', '2.5.4.12'],
  ['description', '2.5.4.13'],
  ['businessCategory', '2.5.4.15'],
  ['GN', '2.5.4.42'],
  ['organizationIdentifier', '2.5.4.97'],
  ['jurisdictionL', '1.3.6.1.4.1.311.60.2.1.1'],
  ['jurisdictionST', '1.3.6.1.4.1.311.60.2.1.2'],
  ['jurisdictionC', '1.3.6.1.4.1.311.60.2.1.3'],
]);
/** The tags of texts in DER: of a small alphabet, and of all. */
const PRINTABLE_TAG = 0x13;
const UTF8_TAG = 0x0c;
const PRINTABLE = /^[A-Za-z0-9 '()+,\-./:=?]*$/;

/** The name of a certificate's subject or issuer, written as Go writes it (RFC 2253, standard attributes first). */
export function distinguishedName(attributes: object): string {
  const given = new Map<string, unknown>(Object.entries(attributes));
  const standard = STANDARD.flatMap(([openssl, name]) => {
    const values = valuesOf(given.get(openssl));
    return values.length === 0 ? [] : [values.map((value) => `${name}=${escaped(value)}`).join('+')];
  });
  const numbered = [...given].toReversed().flatMap(([name, value]) => {
    const oid = NUMBERED.get(name);
    if (oid === undefined) return [];
    return valuesOf(value)
      .toReversed()
      .map((one) => `${oid}=#${derText(one)}`);
  });
  return [...standard, ...numbered].join(',');
}

function valuesOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' ? [value] : [];
}

function escaped(value: string): string {
  return value
    .replaceAll(/[,+"\\<>;]/g, String.raw`\$&`)
    .replace(/^[ #]/, String.raw`\$&`)
    .replace(/(?<=.) $/, String.raw`\ `);
}

/** Longer texts than a certificate may have there are cut: their length is one byte. */
function derText(text: string): string {
  const bytes = Buffer.from(text).subarray(0, 127);
  return Buffer.concat([
    Buffer.from([PRINTABLE.test(text) ? PRINTABLE_TAG : UTF8_TAG, bytes.length]),
    bytes,
  ]).toString('hex');
}
