import type { LookupAddress } from 'node:dns';
import { describe, expect, test } from 'vitest';
import { AddressRefused, createAddressGuard, deniedFrom } from './address-guard.ts';
import type { AddressPolicy, NameLookup } from './address-guard.ts';

/** As the transport does: a URL says its host in one way, however it is written. */
function isAllowed(host: string, policy?: AddressPolicy): boolean {
  const { hostname } = new URL(`http://${host}/`);
  try {
    createAddressGuard(policy).checkHost(hostname);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(AddressRefused);
    return false;
  }
}

describe('addresses that hand out credentials, or are of no one machine, are never sent to (case 77)', () => {
  test.each([
    '169.254.169.254',
    '169.254.170.2',
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
    '2852039166',
    '0xa9fea9fe',
    '0xa9.0xfe.0xa9.0xfe',
    '0251.0376.0251.0376',
    '169.254.43518',
    '169.254.169.254.',
    '１６９。２５４。１６９。２５４',
    '①⑥⑨.②⑤④.①⑥⑨.②⑤④',
    '[fe80::1]',
    '[febf::1]',
    '[fd00:ec2::254]',
    '[fd20:ce::254]',
    '[::ffff:169.254.169.254]',
    '[::ffff:a9fe:a9fe]',
    '[0:0:0:0:0:ffff:a9fe:a9fe]',
    '[::169.254.169.254]',
    '[64:ff9b::169.254.169.254]',
    '[2002:a9fe:a9fe::1]',
    '224.0.0.1',
    '255.255.255.255',
    '[ff02::1]',
  ])('%s', (host) => {
    expect(isAllowed(host)).toBe(false);
  });
});

describe('this machine and private networks', () => {
  const PRIVATE = [
    '127.0.0.1',
    '127.1',
    '0x7f.1',
    '2130706433',
    '①②⑦.⓪.⓪.①',
    '１２７｡１',
    '0x7F000001',
    '127.0.0.1.',
    '0177.0.0.01',
    '0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:10.0.0.1]',
    '[fd12:3456::1]',
    '[64:ff9b::10.0.0.1]',
  ];

  test.each(PRIVATE)('%s is sent to unless they are denied (case 77)', (host) => {
    expect(isAllowed(host)).toBe(true);
    expect(isAllowed(host, { deny: 'private' })).toBe(false);
  });

  test.each(['1.1.1.1', '172.32.0.1', '100.128.0.1', '[2606:4700::1111]', 'hooks.slack.com'])(
    '%s is sent to where they are denied',
    (host) => {
      expect(isAllowed(host, { deny: 'private' })).toBe(true);
    },
  );
});

describe('where only loopback is sent to', () => {
  test.each(['127.0.0.1', '127.9.9.9', '[::1]', '[::ffff:127.0.0.1]'])('%s is', (host) => {
    expect(isAllowed(host, { only: 'loopback' })).toBe(true);
  });
  test.each([
    '0.0.0.0',
    '10.0.0.1',
    '1.1.1.1',
    '[::]',
    '[fd12:3456::1]',
    '[::ffff:10.0.0.1]',
    '169.254.169.254',
  ])('%s is not', (host) => {
    expect(isAllowed(host, { only: 'loopback' })).toBe(false);
  });
});

describe('what a server may not lead to', () => {
  test.each([
    ['127.0.0.1', undefined],
    ['::ffff:127.0.0.1', undefined],
    ['0.0.0.0', undefined],
    ['192.168.1.7', 'loopback'],
    ['fd12::1', 'loopback'],
    ['::ffff:10.0.0.1', 'loopback'],
    ['1.1.1.1', 'private'],
    ['2606:4700::1111', 'private'],
  ])('by its address %s: %s', (address, denied) => {
    expect(deniedFrom(address)).toBe(denied);
  });

  test('is refused in addition to what was', () => {
    const guard = createAddressGuard({ deny: 'private' });
    expect(() => guard.denying('loopback').checkHost('10.0.0.1')).toThrow(AddressRefused);
    expect(() => createAddressGuard().denying('loopback').checkHost('10.0.0.1')).not.toThrow();
    for (const host of ['127.0.0.1', '[::1]', '0.0.0.0', '[::]', '[::ffff:127.0.0.1]'])
      expect(() => createAddressGuard().denying('loopback').checkHost(host), host).toThrow(AddressRefused);
  });
});

describe('a name', () => {
  function lookUp(addresses: readonly string[], options: { all?: boolean } = {}, policy?: AddressPolicy) {
    const resolve: NameLookup = (_, __, callback) =>
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    return new Promise<string | LookupAddress[]>((done, fail) => {
      createAddressGuard(policy, resolve).lookup('name.example', options, (error, address) =>
        error ? fail(error) : done(address),
      );
    });
  }

  test('is looked up at the moment of connecting, and only allowed addresses are left', async () => {
    expect(await lookUp(['169.254.169.254', '1.1.1.1'])).toBe('1.1.1.1');
    expect(await lookUp(['fe80::1', '1.1.1.1', '::1'], { all: true })).toEqual([
      { address: '1.1.1.1', family: 4 },
      { address: '::1', family: 6 },
    ]);
    expect(await lookUp(['10.0.0.1', '1.1.1.1'], {}, { deny: 'private' })).toBe('1.1.1.1');
    await expect(lookUp(['10.0.0.1', '1.1.1.1'], {}, { only: 'loopback' })).rejects.toThrow(AddressRefused);
  });

  test('with no allowed address is refused', async () => {
    await expect(lookUp(['169.254.169.254'])).rejects.toThrow(AddressRefused);
    await expect(lookUp(['fe80::1%eth0'])).rejects.toThrow('may not be sent to the address fe80::1%eth0');
    await expect(lookUp([])).rejects.toThrow(AddressRefused);
  });
});
