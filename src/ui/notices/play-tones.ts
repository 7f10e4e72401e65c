/** Plays a sequence of soft tones, synthesized so that no file is loaded and no CSP has to allow it. */

export interface Melody {
  /** The pitch of each tone, in hertz. */
  readonly pitches: readonly number[];
  /** From the start of one tone to the start of the next, in seconds. */
  readonly step: number;
  /** The initial loudness of a tone, from 0 to 1. */
  readonly loudness: number;
}

/** Attack time, which avoids a click, and decay time, in seconds. */
const SWELL = 0.02;
const FADE = 0.45;
/** Lead time, since a speaker cuts off the start of a sound after silence, in seconds. */
const LEAD = 0.08;
/** Maximum wait for the browser to allow sound, in milliseconds; without a gesture it never does. */
const START_WITHIN = 2_000;

/** The output node for a speaker; empty is the system default. Firefox and Safari select only for elements. */
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

/** Resolves when all tones have played or the signal aborted; rejects if sound can't play. */
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
