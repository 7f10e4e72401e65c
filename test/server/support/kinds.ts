/** What attackers that send only valid messages do. */
export const KINDS = ['pages', 'arrivals', 'updates', 'signals', 'lobby', 'deaf'] as const;
export type Kind = (typeof KINDS)[number];
