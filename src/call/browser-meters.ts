/** Measures how loud tracks are; one AudioContext for all of them, which lives as long as any. */
import { FAINT, type Platform } from './platform.js';

/** A look at the last 43 ms, at 48 kHz. */
const SAMPLES = 2048;

export const createMeters = (): Platform['measure'] => {
  let context: AudioContext | undefined;
  let count = 0;
  return (track) => {
    const audio = (context ??= new AudioContext());
    count++;
    const analyser = audio.createAnalyser();
    analyser.fftSize = SAMPLES;
    const source = audio.createMediaStreamSource(new MediaStream([track]));
    source.connect(analyser);
    const samples = new Float32Array(SAMPLES);
    return {
      level() {
        if (audio.state !== 'running') {
          // Chromium lets none run before a gesture, even while it records:
          // https://bugs.chromium.org/p/chromium/issues/detail?id=835767
          if (navigator.userActivation?.hasBeenActive !== false) audio.resume().catch(() => {});
          return FAINT;
        }
        analyser.getFloatTimeDomainData(samples);
        const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / SAMPLES;
        return Math.min(1, Math.sqrt(power));
      },
      close() {
        source.disconnect();
        if (--count) return;
        context = undefined;
        void audio.close();
      },
    };
  };
};
