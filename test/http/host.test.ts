import { isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isValidHost } from '../../src/http/host.js';

describe('registered names and IPv4 addresses', () => {
  test.each([
    'example.com',
    'EXAMPLE.com.',
    'localhost:8080',
    'a',
    'a:',
    'a:0',
    'a:65535',
    'a:00000080',
    '127.0.0.1:80',
    '999.0.0.1',
    'xn--mnchen-3ya.de',
    'a_b~c-d',
    "!$&'()*+;=",
    '%41%ff%0A.test',
    '%E2%82%AC',
    'constructor',
    '__proto__:80',
  ])('%j is a host', (host) => {
    expect(isValidHost(host)).toBe(true);
  });

  test.each([
    '',
    ':',
    ':80',
    'a b',
    ' a',
    'a ',
    'a\tb',
    'a:65536',
    'a:99999999999999999999',
    'a:-1',
    'a:+1',
    'a:1e1',
    'a:0x10',
    'a: 80',
    'a:80:80',
    'a:b',
    'user@a',
    'a/b',
    'a?b',
    'a#b',
    'a\\b',
    'a"b',
    'a<b>',
    'http://a',
    '%',
    '%4',
    '%zz',
    '%4g',
    'a%',
    'a%2',
    'é',
    'a\x80',
    'a\0',
    'a\r\nX: y',
    '::1',
    '\u212A',
  ])('%j is none', (host) => {
    expect(isValidHost(host)).toBe(false);
  });
});

describe('IP literals', () => {
  test.each([
    '[::]',
    '[::1]',
    '[::1]:8080',
    '[::1]:',
    '[1:2:3:4:5:6:7:8]',
    '[1:2:3:4:5:6:7::]',
    '[::2:3:4:5:6:7:8]',
    '[1::8]',
    '[ABCD:ef01::]',
    '[::1.2.3.4]',
    '[::ffff:255.255.255.255]:65535',
    '[1:2:3:4:5:6:1.2.3.4]',
    '[v1.a]',
    '[vF0.a:b-c]',
    "[V1.!$&'()*+,;=~_]:443",
  ])('%s is a host', (host) => {
    expect(isValidHost(host)).toBe(true);
  });

  test.each([
    '[',
    '[]',
    '[::',
    '::]',
    '[:]',
    '[:::]',
    '[::1]]',
    '[[::1]]',
    '[::1]80',
    '[::1] :80',
    '[::1]:65536',
    '[1:2:3:4:5:6:7]',
    '[1:2:3:4:5:6:7:8:9]',
    '[1:2:3:4:5:6:7:8::]',
    '[1::2:3:4:5:6:7:8]',
    '[::1:2:3:4:5:6:7:8]',
    '[1::2::3]',
    '[12345::]',
    '[g::]',
    '[1.2.3.4]',
    '[1.2.3.4::]',
    '[::1.2.3.4:5]',
    '[::1.2.3]',
    '[::1.2.3.4.5]',
    '[::1.2.3.256]',
    '[::01.2.3.4]',
    '[::1.2..4]',
    '[::1.2.3.1000]',
    '[::1.2.3.x]',
    '[1:2:3:4:5:6:7:1.2.3.4]',
    '[example.com]',
    '[v.a]',
    '[v1]',
    '[v1.]',
    '[vg.a]',
    '[v1.a%]',
    '[v1.é]',
    // A zone id means something on one machine only and has no place in Host (RFC 6874 §4).
    '[fe80::1%eth0]',
    '[fe80::1%25eth0]',
  ])('%s is none', (host) => {
    expect(isValidHost(host)).toBe(false);
  });

  const scraps = fc.array(
    fc.constantFrom(
      '0',
      '1',
      '0a',
      'F00',
      'ffff',
      '12345',
      'g',
      ':',
      ':',
      '::',
      '.',
      '1.2.3.4',
      '255',
      '256',
    ),
    { maxLength: 16 },
  );
  const nearlyAddresses = fc.oneof(
    fc.ipV6(),
    scraps.map((parts) => parts.join('')),
    fc
      .array(fc.constantFrom('0', 'ab', 'FFFF', '', '1.2.3.4'), { maxLength: 9 })
      .map((groups) => groups.join(':')),
    fc
      .tuple(fc.ipV6(), fc.nat(45), fc.constantFrom('', ':', '::', '.', '0', 'g', '%'))
      .map(([text, at, scrap]) => text.slice(0, at) + scrap + text.slice(at + 1)),
  );

  test('an address in brackets is one for node:net too, zone ids aside', () => {
    fc.assert(
      fc.property(nearlyAddresses, (text) => {
        expect(isValidHost(`[${text}]`)).toBe(isIPv6(text) && !text.includes('%'));
      }),
      { numRuns: 5000 },
    );
  });

  test('every address of fast-check is a host, with and without a port', () => {
    fc.assert(
      fc.property(fc.ipV6(), fc.nat(0xffff), (address, port) => {
        expect(isValidHost(`[${address}]`)).toBe(true);
        expect(isValidHost(`[${address}]:${port}`)).toBe(true);
      }),
    );
  });
});

test('the host of every URL of fast-check is one', () => {
  fc.assert(
    fc.property(
      fc.webAuthority({ withIPv4: true, withIPv6: true, withPort: true }),
      (authority) => {
        expect(isValidHost(authority)).toBe(true);
      },
    ),
  );
});

test('a host never holds a character that could end a line, a field or an authority', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (text) => {
      if (isValidHost(text)) expect(text).not.toMatch(/[^!-~]|[/\\@?#"<>]/);
      else expect(isValidHost(text)).toBe(false);
    }),
    { numRuns: 2000 },
  );
});
