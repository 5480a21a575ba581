import { createHash, generateKeyPairSync, sign } from 'node:crypto';

/** A certificate and its key, as PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  objectId: 0x06,
  utf8: 0x0c,
  sequence: 0x30,
  set: 0x31,
  utcTime: 0x17,
} as const;
/** In DER, as the standards print them. */
const OBJECT_ID = {
  ecdsaWithSha256: '2a8648ce3d040302',
  commonName: '550403',
  subjectAltName: '551d11',
  basicConstraints: '551d13',
} as const;
const VALID_MS = 24 * 3_600_000;

/** Makes a certificate for `localhost` and 127.0.0.1 that is its own authority and holds for a day (RFC 5280). */
export function makeSelfSignedCertificate(nowMs: number): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicInfo = publicKey.export({ type: 'spki', format: 'der' });
  const algorithm = der(TAG.sequence, objectId('ecdsaWithSha256'));
  const commonName = der(TAG.sequence, objectId('commonName'), der(TAG.utf8, Buffer.from('localhost')));
  const name = der(TAG.sequence, der(TAG.set, commonName));
  const body = der(
    TAG.sequence,
    der(0xa0, der(TAG.integer, Buffer.of(2))),
    der(TAG.integer, serialNumber(publicInfo)),
    algorithm,
    name,
    der(TAG.sequence, utcTime(nowMs - VALID_MS), utcTime(nowMs + VALID_MS)),
    name,
    publicInfo,
    der(0xa3, der(TAG.sequence, ...extensions())),
  );
  const signature = der(TAG.bits, Buffer.of(0), sign('sha256', body, privateKey));
  return {
    certificate: pem(der(TAG.sequence, body, algorithm, signature)),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function extensions(): readonly Buffer[] {
  const names = der(TAG.sequence, der(0x82, Buffer.from('localhost')), der(0x87, Buffer.of(127, 0, 0, 1)));
  const authority = der(TAG.sequence, der(TAG.boolean, Buffer.of(0xff)));
  return [
    der(TAG.sequence, objectId('subjectAltName'), der(TAG.octets, names)),
    der(
      TAG.sequence,
      objectId('basicConstraints'),
      der(TAG.boolean, Buffer.of(0xff)),
      der(TAG.octets, authority),
    ),
  ];
}

/** Positive and never twice the same. */
function serialNumber(publicInfo: Buffer): Buffer {
  const serial = createHash('sha256').update(publicInfo).digest().subarray(0, 16);
  serial[0] = (serial[0] & 0x7f) | 0x40;
  return serial;
}

function objectId(name: keyof typeof OBJECT_ID): Buffer {
  return der(TAG.objectId, Buffer.from(OBJECT_ID[name], 'hex'));
}

function utcTime(timeMs: number): Buffer {
  const digits = new Date(timeMs).toISOString().replace(/\.\d+/, '').replace(/[-:T]/g, '');
  return der(TAG.utcTime, Buffer.from(digits.slice(2)));
}

/** A value with its tag and length. */
function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), content]);
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
