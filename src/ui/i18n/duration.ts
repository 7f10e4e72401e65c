/** Formats a duration in a language: seconds below one minute, then minutes, then hours and minutes. */

type Unit = 'second' | 'minute' | 'hour';

/** Intl.DurationFormat does the same, but only since 2025; plurals come from Intl in both cases. */
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
