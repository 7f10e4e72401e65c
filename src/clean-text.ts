/** Cleans short text that other people wrote, such as a name, so that it shows what it contains. */

/** With a variation selector, a skin tone or a keycap. */
const ONE_EMOJI = '(?:\\p{ExtPict}[\\uFE0F\\p{EMod}]?|[\\d#*]\\uFE0F?(?=\\u20E3))\\u20E3?';
/** Several emoji joined by U+200D form one picture, such as a family. */
const EMOJI = `${ONE_EMOJI}(?:\\u200D${ONE_EMOJI})*`;

/** White space, and symbols that are blank by design, such as the empty Braille cell. */
const BLANK = /[\p{Z}\t-\r\x85\u2800\u{1D159}\u{13441}\u{13442}]+/gu;
/** Controls, bidi overrides, zero-width characters, lone surrogates and private use, except inside an emoji. */
const INVISIBLE = new RegExp(`(${EMOJI})|[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{DI}]`, 'gu');
/** An emoji, a flag, or a character with its combining marks: none of them may be cut in half. */
const CLUSTER = new RegExp(`${EMOJI}|\\p{RI}{2}|(\\P{M})(\\p{M}*)`, 'gu');
/** Marks that any letter can carry in any number; they then paint over the surrounding text. */
const STACKING = /[\p{sc=Zinh}\p{Me}]/u;
const MARKS = /\p{M}/gu;

/** How many marks a letter may carry: stacking ones, and including the vowel signs of Burmese, Thai or Hebrew. */
const MOST_STACKING = 2;
const MOST_MARKS = 4;

/** Empty or plain names need no cleaning, so the patterns above, which take milliseconds to compile, are not used. */
const PLAIN = /^(?:[!-~]+(?: [!-~]+)*)?$/;

/** The marks to keep. A mark that the letter already has would only be drawn over itself. */
function keepMarks(letter: string, marks: string): string {
  if (!marks || letter === ' ') return '';
  const own = letter.normalize('NFD').match(MARKS) ?? [];
  const kept = [...own];
  for (const mark of marks) {
    const isStacking = STACKING.test(mark);
    const most = isStacking ? MOST_STACKING : MOST_MARKS;
    const alike = isStacking ? kept.filter((one) => STACKING.test(one)) : kept;
    if (alike.length < most && !kept.includes(mark)) kept.push(mark);
  }
  return kept.slice(own.length).join('');
}

/**
 * Composes the text (NFC), collapses white space, removes invisible characters and excess combining marks, and cuts it
 * between characters. Returns an empty string if nothing visible is left. Cleaning twice changes nothing.
 * @param most the maximum number of code points
 */
export function cleanText(text: string, most: number): string {
  if (text.length <= most && PLAIN.test(text)) return text;
  // A line break separates words, so it becomes a space before controls are removed.
  const visible = text.replace(BLANK, ' ').replace(INVISIBLE, '$1').trim().normalize();
  let cleaned = '';
  let length = 0;
  for (const [cluster, letter, marks] of visible.matchAll(CLUSTER)) {
    const kept = letter ? letter + keepMarks(letter, marks ?? '') : cluster;
    length += [...kept].length;
    if (length > most) break;
    cleaned += kept;
  }
  cleaned = cleaned.replace(/ +/g, ' ').trim().normalize();
  // Removing characters may have separated an emoji from its skin tone, or a letter from a mark.
  return cleaned === text ? text : cleanText(cleaned, most);
}
