import { expect, test } from 'vitest';
import { distinguishedName } from './distinguished-name.ts';
import { ipHash } from './ip-hash.ts';

// The expected texts and numbers are what blackbox_exporter 0.23 shows.
test('standard attributes stand in the order of Go, whatever that of the certificate is', () => {
  const given = {
    C: 'DE',
    L: 'l',
    OU: ['ou', 'ou2'],
    ST: 'st',
    O: 'o',
    street: 's',
    CN: 'c',
    postalCode: '1',
    serialNumber: '7',
  };
  expect(distinguishedName(given)).toBe(
    'SERIALNUMBER=7,CN=c,OU=ou+OU=ou2,O=o,POSTALCODE=1,STREET=s,L=l,ST=st,C=DE',
  );
});

test('other attributes follow by number with the bytes of their text, and those without a known number are left out', () => {
  const given = { DC: 'example', CN: 'shop', emailAddress: 'a@b.c', unheardOf: 'x' };
  expect(distinguishedName(given)).toBe(
    'CN=shop,1.2.840.113549.1.9.1=#0c056140622e63,0.9.2342.19200300.100.1.25=#13076578616d706c65',
  );
});

test('signs of the syntax are escaped', () => {
  expect(distinguishedName({ O: 'A, B; "C" <d>\\e', OU: ['x+y', '#z '] })).toBe(
    String.raw`OU=x\+y+OU=\#z\ ,O=A\, B\; \"C\" \<d\>\\e`,
  );
  expect(distinguishedName({})).toBe('');
});

test('the hash of an address is that of its bytes, also where IPv4 stands within IPv6', () => {
  expect(ipHash('127.0.0.1')).toBe(3_668_918_509);
  expect(ipHash('::ffff:127.0.0.1')).toBe(ipHash('127.0.0.1'));
  expect(ipHash('2001:db8::1')).toBe(ipHash('2001:0db8:0:0:0:0:0:1'));
  expect(ipHash('fe80::1%eth0')).toBe(ipHash('fe80::1'));
});
