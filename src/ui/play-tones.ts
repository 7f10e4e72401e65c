/** Plays soft tones one after the other: made here, so that there is no file to load and no policy to allow it. */

export interface Melody {
  /** The pitch of each tone, in hertz. */
  readonly pitches: readonly number[];
  /** From the beginning of one tone to that of the next, in seconds. */
  readonly step: number;
  /** How loud a tone begins, from 0 to 1. */
  readonly loudness: number;
}

/** How long a tone takes to swell, so that it does not click, and to die away, in seconds. */
const SWELL = 0.02;
const FADE = 0.45;
/** What a speaker swallows of the first sound after a silence, in seconds. */
const LEAD = 0.08;
/** How long a browser may take to let sound through, in milliseconds; without a gesture it never does. */
const START_WITHIN = 2_000;

/** Where sound goes for a speaker; empty is the system's own. Firefox and Safari choose for elements alone. */
async function outputTo(context: AudioContext, speaker: string): Promise<AudioNode> {
  if (!speaker) return context.destination;
  const output = context.createMediaStreamDestination();
  const audio = new Audio();
  audio.srcObject = output.stream;
  await audio.setSinkId(speaker);
  await audio.play();
  return output;
}

async function start(context: AudioContext): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DOMException('no sound', 'AbortError')), START_WITHIN);
  });
  await Promise.race([context.resume(), late]);
  clearTimeout(timer);
}

/** Resolves when all has sounded or the signal ended it; rejects where nothing can sound. */
export async function playTones(
  { pitches, step, loudness }: Melody,
  { speaker = '', signal }: { speaker?: string; signal?: AbortSignal } = {},
): Promise<void> {
  const context = new AudioContext();
  try {
    const output = await outputTo(context, speaker);
    await start(context);
    const begin = context.currentTime + LEAD;
    const ends = pitches.map((pitch, index) => {
      const tone = new OscillatorNode(context, { frequency: pitch });
      const volume = new GainNode(context, { gain: 0 });
      const from = begin + index * step;
      volume.gain.setValueAtTime(0, from);
      volume.gain.linearRampToValueAtTime(loudness, from + SWELL);
      volume.gain.exponentialRampToValueAtTime(loudness / 1_000, from + SWELL + FADE);
      tone.connect(volume).connect(output);
      tone.start(from);
      tone.stop(from + SWELL + FADE);
      return new Promise((resolve) => tone.addEventListener('ended', resolve));
    });
    const ended = new Promise((resolve) => signal?.addEventListener('abort', resolve));
    if (!signal?.aborted) await Promise.race([Promise.all(ends), ended]);
  } finally {
    await context.close();
  }
}
