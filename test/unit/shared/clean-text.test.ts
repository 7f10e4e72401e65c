/** Untrusted participant and room names: invisible, reordering and stacked characters are removed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cleanText } from '../../../src/clean-text.js';
import {
  canonicalRoomName,
  cleanName,
  LIMITS,
  parse,
  ProfileMessage,
} from '../../../src/protocol.js';
import { randomFrom } from '../../fakes/world.js';

const FAMILY = '👨‍👩‍👧‍👦';

test('names that people really have stay as they are', () => {
  const names = [
    'Ana',
    'José Núñez',
    'Nguyễn Thị Ái',
    'Ὀδυσσεύς ᾧ',
    'علي محمد',
    'शर्मिष्ठा ज़ीनत',
    'ကျော် ဖြိုး',
    'ที่รัก',
  ];
  const more = [
    'שָּׁלוֹם',
    '김철수',
    '王小明',
    'がくと',
    `Ana ${FAMILY}`,
    '🇩🇪🇫🇷',
    '1️⃣',
    '❤️‍🔥',
    '👍🏽',
    "O'Neill-Smith Jr.",
    '🏳️‍🌈',
  ];
  for (const name of [...names, ...more]) {
    assert.equal(cleanName(name), name.normalize(), JSON.stringify(name));
  }
});

test('a name of nothing visible is no name', () => {
  const blanks = [
    '',
    ' ',
    '\t\n',
    '\u00a0',
    '\u3000',
    '\u200b',
    '\u200d',
    '\u2060',
    '\ufeff',
    '\u00ad',
    '\u034f',
    '\u3164',
  ];
  const more = [
    '\u115f\u1160',
    '\uffa0',
    '\u2800',
    '\u180e',
    '\u{1d159}',
    '\u{e0041}',
    '\ufe0f',
    '\u0301\u0301',
    ' \u0301',
    '\u202e',
    '\0',
    '\ud83d',
    '\ue000',
  ];
  for (const name of [...blanks, ...more, '\u2800\u200b \u3164']) {
    assert.equal(cleanName(name), '', JSON.stringify(name));
  }
});

test('what reorders, hides or breaks lines goes, and white space is one space', () => {
  for (const [name, clean] of [
    ['Ana\u2069\u202e', 'Ana'],
    ['\u2066\u202eanA\u202c', 'anA'],
    ['A\u200bn\u200ca\u200d', 'Ana'],
    ['Ana\ufe0f', 'Ana'],
    ['Ana\u{e0042}', 'Ana'],
    ['Ana\u2800', 'Ana'],
    ['  Ana \t\r\n  Lima\u2028\u00a0', 'Ana Lima'],
    ['Ana\u0085Lima', 'Ana Lima'],
    ['x\ud83d', 'x'],
    ['\udc00x', 'x'],
    ['Ana\u0007', 'Ana'],
    ['Zoe\u0308', 'Zoë'],
    ['e\u200b\u0301', 'é'],
  ] as const) {
    assert.equal(cleanName(name), clean, JSON.stringify(name));
  }
});

test('no letter carries more than two marks of those that can be piled up', () => {
  const all = Array.from({ length: 112 }, (_, index) => String.fromCodePoint(0x300 + index)).join(
    '',
  );
  for (const name of ['e', 'n', '€', '王'].flatMap((letter) => [
    letter + '\u0301'.repeat(120),
    letter + all,
    letter + '\u0489\u0488\u20dd\u20de',
    `A${letter}${all}A`,
  ])) {
    const clean = cleanName(name);
    for (const [letter] of clean.normalize('NFD').matchAll(/\P{M}\p{M}*/gu)) {
      assert.ok([...letter].length <= 3, `${JSON.stringify(name.slice(0, 9))}: ${letter}`);
    }
    assert.ok(clean.includes(name[0]!.normalize()) || clean.normalize('NFD').startsWith(name[0]!));
  }
  assert.equal(cleanName(`ส${'\u0e49'.repeat(60)}`), 'ส้');
});

test('a long name is cut at 64 code points, and never within a flag, an emoji or a letter', () => {
  assert.equal(cleanName('x'.repeat(80)), 'x'.repeat(64));
  assert.equal(cleanName('💥'.repeat(80)), '💥'.repeat(64));
  assert.equal(cleanName(FAMILY.repeat(20)), FAMILY.repeat(9));
  assert.equal(cleanName(`x${'🇩🇪'.repeat(40)}`), `x${'🇩🇪'.repeat(31)}`);
  assert.equal(cleanName(`${'x'.repeat(63)}q\u0323\u0302`), 'x'.repeat(63));
});

test('cleaning twice changes nothing, whatever the text is', () => {
  const random = randomFrom(7);
  const pool = [
    ...[0x20, 0x41, 0x65, 0x301, 0x300, 0x323, 0x327, 0x345, 0x489, 0x200d, 0xfe0f, 0x20e3, 0x31],
    ...[0x1f600, 0x1f468, 0x2764, 0x1f1e9, 0x1f3fd, 0x2800, 0x3164, 0xd83d, 0x202e, 0xe4b, 0xe35],
    ...[0x1039, 0x103b, 0x105, 0x1100, 0x1161, 0xac00, 0x11a8, 0x93c, 0x915, 0xe0100, 0xa0, 0xfeff],
    ...[0xe000, 0x5d0, 0x5b0, 0x5bc, 0x1f37, 0x16fe4, 0x0a, 0x85],
  ];
  for (let count = 0; count < 20_000; count++) {
    const length = Math.floor(random() * 14);
    const text = Array.from({ length }, () =>
      String.fromCodePoint(pool[Math.floor(random() * pool.length)]!),
    ).join('');
    for (const most of [3, LIMITS.name]) {
      const clean = cleanText(text, most);
      assert.equal(cleanText(clean, most), clean, JSON.stringify(text));
      assert.ok([...clean].length <= most && clean === clean.normalize(), JSON.stringify(text));
      assert.doesNotMatch(clean, /\p{Cc}|\p{Cs}|^\p{M}| {2}|^ | $/u, JSON.stringify(text));
    }
  }
});

test('what is parsed has clean names in it already', () => {
  const profile = parse(ProfileMessage, { name: ' A\u202ena\u200b ', sources: [], counter: 1 });
  assert.equal(profile?.name, 'Ana');
});

test('room names that look the same are the same room', () => {
  for (const [name, room] of [
    ['tea', 'tea'],
    ['Cafe\u0301', 'Café'],
    ['te\u200ba', 'tea'],
    ['\u202etea', 'tea'],
    [' tea\u00a0 room ', 'tea room'],
    ['%/#?', '%/#?'],
    ['...tea', '...tea'],
    [FAMILY, FAMILY],
    ['غرفة', 'غرفة'],
    ['x'.repeat(128), 'x'.repeat(128)],
  ] as const) {
    assert.equal(canonicalRoomName(name), room, JSON.stringify(name));
  }
  assert.notEqual(canonicalRoomName('Tea'), canonicalRoomName('tea'));
});

test('no room has a name of dots alone, of nothing visible, of half a character, or of too many', () => {
  const refused = [
    '',
    ' ',
    '.',
    '..',
    '...',
    ' .\u200b. ',
    '\u3164',
    'x\ud83d',
    '\ude00',
    'x'.repeat(129),
  ];
  for (const name of [...refused, 'x'.repeat(1e6), undefined, null, 42]) {
    assert.equal(canonicalRoomName(name), undefined, JSON.stringify(name)?.slice(0, 20));
  }
});
