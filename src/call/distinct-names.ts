/** Numbers names that look alike, so that no participant can impersonate another: "Ana", "Ana (2)". */

/** Characters that look like a Latin letter, each followed by that letter: Cyrillic, Greek, other Latin, digits. */
const PAIRS =
  'аaвbсcԁdеeһhнhіiјjкkӏlмmоoрpԛqѕsтtуyүyѵvԝwхx' +
  'αaβbϲcεeηhιiκkμmνnοoρpτtυyχxζz' +
  'ɑaɡgıiɩiłløođdħhŧt' +
  '0o1l|l';
const LOOK_ALIKES = new Map((PAIRS.match(/../gu) ?? []).map((pair) => [pair[0], pair[1]]));

/** Spaces, punctuation and marks that any letter can carry; those of one script, such as vowel signs, do count. */
const INCIDENTAL = /[\s\p{P}\p{DI}\p{Me}]|(?![\u3099\u309A])[\p{sc=Zinh}]/u;

function toLatin(character: string): string {
  const lower = character.toLowerCase();
  const latin = LOOK_ALIKES.get(lower) ?? lower;
  return character === lower ? latin : latin.toUpperCase();
}

/** Names look alike if they share one of these: their letters ignoring case, or their shapes. */
function looksOf(name: string): string[] {
  const all = [...name.normalize('NFKD')];
  const letters = all.filter((one) => !INCIDENTAL.test(one));
  const latin = (letters.length ? letters : all).map(toLatin).join('');
  const shape = latin.replace(/[I1|]/g, 'l').replaceAll('0', 'O').replaceAll('rn', 'm');
  return [`letters ${latin.toLowerCase()}`, `shape ${shape}`];
}

/**
 * The names in the same order; the second and later of those that look alike get a number that makes them unique.
 * Look-alikes are found by compatibility forms, case, marks and a small table, not for every script.
 */
export function distinctNames(names: readonly string[]): string[] {
  /** The highest number of the names with each look; 1 is not shown. */
  const taken = new Map<string, number>();
  return names.map((name) => {
    if (!name) return name;
    const own = looksOf(name);
    let number = Math.max(...own.map((look) => taken.get(look) ?? 0)) + 1;
    const numbered = () => (number === 1 ? name : `${name} (${number})`);
    const shown = () => (number === 1 ? own : looksOf(numbered()));
    while (shown().some((look) => taken.has(look))) number++;
    for (const look of shown()) taken.set(look, 1);
    for (const look of own) taken.set(look, number);
    return numbered();
  });
}
