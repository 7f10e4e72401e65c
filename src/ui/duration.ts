/** How long something took, in words of a language: seconds below a minute, then minutes, then hours too. */

type Unit = 'second' | 'minute' | 'hour';

/** Intl.DurationFormat would do the same, from 2025 on; the plurals are those of Intl here as there. */
export function duration(milliseconds: number, language: string): string {
  const seconds = Math.max(1, Math.round(milliseconds / 1_000));
  const minutes = Math.round(seconds / 60);
  const parts: [Unit, number][] =
    seconds < 60
      ? [['second', seconds]]
      : [
          ['hour', Math.floor(minutes / 60)],
          ['minute', minutes % 60],
        ];
  const texts = parts
    .filter(([, count]) => count > 0)
    .map(([unit, count]) =>
      new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count),
    );
  return new Intl.ListFormat(language, { style: 'narrow', type: 'unit' }).format(texts);
}
