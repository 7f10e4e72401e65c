/** Measures how loud tracks are; one AudioContext for all of them, kept as long as any is measured. */
import { FAINT, type Platform } from '../platform.js';

/** A window of 43 ms at 48 kHz. */
const SAMPLES = 2048;

/** Nothing is played: no output device needs to stay open, and low latency isn't needed. */
const UNPLAYED = { latencyHint: 'playback', sinkId: { type: 'none' } } as AudioContextOptions;

export const createMeters = (): Platform['measure'] => {
  let context: AudioContext | undefined;
  let count = 0;
  return (track) => {
    const audio = (context ??= new AudioContext(UNPLAYED));
    count++;
    const analyser = audio.createAnalyser();
    analyser.fftSize = SAMPLES;
    let source: MediaStreamAudioSourceNode | undefined;
    try {
      source = audio.createMediaStreamSource(new MediaStream([track]));
      source.connect(analyser);
    } catch {
      // Firefox refuses a microphone with another sample rate: https://bugzilla.mozilla.org/show_bug.cgi?id=1674892
    }
    const samples = new Float32Array(SAMPLES);
    return {
      level() {
        if (!source || audio.state !== 'running') {
          // Chromium doesn't run an AudioContext before a user gesture, even while it records:
          // https://bugs.chromium.org/p/chromium/issues/detail?id=835767
          if (navigator.userActivation?.hasBeenActive !== false) audio.resume().catch(() => {});
          return FAINT;
        }
        analyser.getFloatTimeDomainData(samples);
        const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / SAMPLES;
        return Math.min(1, Math.sqrt(power));
      },
      close() {
        source?.disconnect();
        if (--count) return;
        context = undefined;
        void audio.close();
      },
    };
  };
};
