/** Reads a getStats report: its values, and the candidate pair that a link uses. */

/** One entry of a report, whose content is untrusted. */
export type Stats = Readonly<Record<string, unknown>>;

/** A valid, finite number. */
export const number = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** A counter missing in a browser is 0. */
export const count = (value: unknown): number => number(value) ?? 0;

export const milliseconds = (seconds: unknown): number | undefined => {
  const known = number(seconds);
  return known === undefined ? undefined : known * 1_000;
};

/** Firefox lacked `selectedCandidatePairId` for a long time, but marks the pair itself. */
export function selectedPair(all: readonly Stats[]): Stats | undefined {
  const transport = all.find(({ type }) => type === 'transport');
  const pairs = all.filter(({ type }) => type === 'candidate-pair');
  return (
    pairs.find(({ id }) => id === transport?.selectedCandidatePairId) ??
    pairs.find(({ selected }) => selected === true) ??
    pairs.find(({ nominated, state }) => nominated === true && state === 'succeeded')
  );
}
