/** How loud each of several people is at a given moment: one after the other, in words, as in a conversation. */

/** A turn to speak, in seconds. */
const TURN = 4.5;
/** A room is never quite silent. */
const HUSH = 0.004;
/** The step around the circle for each turn: neither to the neighbor nor back and forth. */
const STRIDE = 0.618;

/** The index of the speaker among `count` people. */
const speakerAt = (turn: number, count: number): number =>
  Math.floor(((turn * STRIDE) % 1) * count);

/** The level, from 0 to 1, of one of `count` people at a moment. */
export function levelAt(seconds: number, index: number, count: number): number {
  const turn = Math.floor(seconds / TURN);
  if (count < 1 || speakerAt(turn, count) !== index) return HUSH;
  const inTurn = seconds % TURN;
  // Pauses to breathe before and after.
  if (inTurn < 0.2 || inTurn > TURN - 0.4) return HUSH;
  const phrase = Math.sin(seconds * 1.9 + index) > -0.85 ? 1 : 0.08;
  const syllable = 0.35 + 0.65 * Math.abs(Math.sin(seconds * 8.3 + index * 2));
  const stress = 0.7 + 0.3 * Math.sin(seconds * 2.7);
  return HUSH + 0.42 * phrase * syllable * stress;
}
