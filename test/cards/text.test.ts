import { describe, expect, test } from 'vitest';
import { markdown, plain, shorten } from '../../src/cards/text.ts';

describe('plain', () => {
  test.each([
    ['Contoso Ltd (Oslo) & Söhne', 'Contoso Ltd (Oslo) & Söhne'],
    ['山田 太郎', '山田 太郎'],
    ['a < b > c', 'a < b > c'],
    ['INC_123 [urgent]', 'INC_123 [urgent]'],
    ['price {5} $6', 'price {5} $6'],
  ])('leaves %s as it is', (text, same) => {
    expect(plain(text)).toBe(same);
  });

  test.each([
    ['line one\r\nline\ttwo\u2028three\u00A0four', 'line one line two three four'],
    ['\u202Egnp.exe\u2069', 'gnp.exe'],
    ['Me\u200Bgan\u00AD', 'Megan'],
    ['a\u0000\u0085b\u001B[31m', 'a b [31m'],
    ['<at>Everyone</at>', '‹at>Everyone‹/at>'],
    ['{{DATE(2026-01-01T00:00:00Z)}}', '{ {DATE(2026-01-01T00:00:00Z)}}'],
    ['{{{x', '{ { {x'],
    ['${$root.op}', '$ {$root.op}'],
    ['[click](https://evil.example)', '[click] (https://evil.example)'],
    ['a\uD800b', 'a\uFFFDb'],
    ['\u200B \u00A0', '(empty)'],
  ])('disarms %j', (text, disarmed) => {
    expect(plain(text)).toBe(disarmed);
  });

  test('keeps 256 characters of a long name, or as many as it is told', () => {
    expect(plain('x'.repeat(40_000))).toBe(`${'x'.repeat(255)}…`);
    expect(plain('x'.repeat(40_000), 10)).toBe(`${'x'.repeat(9)}…`);
    expect(plain('x'.repeat(256))).toBe('x'.repeat(256));
  });
});

describe('markdown', () => {
  test.each([
    ['**bold** _it_', '\\*\\*bold\\*\\* \\_it\\_'],
    ['[a][b] `c` ~d~', '\\[a\\] \\[b\\] \\`c\\` \\~d\\~'],
    ['- one', '\\- one'],
    ['1. one', '1\\. one'],
    ['# one', '\\# one'],
    ['2af84b1e-32c8-42b7-82bc-daa82404023b', '2af84b1e-32c8-42b7-82bc-daa82404023b'],
    ['Blocked (never set)', 'Blocked (never set)'],
  ])('shows %s as it is written', (text, escaped) => {
    expect(markdown(text)).toBe(escaped);
  });
});

test('shorten never cuts a character in two', () => {
  expect(shorten('ab😀cd', 4)).toBe('ab…');
  expect(shorten('ab😀cd', 5)).toBe('ab😀…');
  expect(shorten('ab😀cd', 6)).toBe('ab😀cd');
});
